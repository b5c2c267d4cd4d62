package dev.firebreak.link;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** EnumSet and EnumMap: which enum, a count, and names of constants. */
final class Enums {
  private Enums() {}

  static void write(Encoder to, Set<?> set) throws CodecException {
    to.tag(Tag.ENUM_SET);
    to.name(type(set.isEmpty() ? null : set.iterator().next(), set));
    to.count(set.size());
    for (Object constant : set) {
      to.name(((Enum<?>) constant).name());
    }
  }

  static void write(Encoder to, Map<?, ?> map) throws CodecException {
    to.tag(Tag.ENUM_MAP);
    to.name(type(map.isEmpty() ? null : map.keySet().iterator().next(), map));
    to.count(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      to.name(((Enum<?>) entry.getKey()).name());
      try {
        to.write(entry.getValue());
      } catch (CodecException e) {
        throw e.in(CodecException.key(entry.getKey()));
      }
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // enumType has looked
  static Object readSet(Decoder from) throws CodecException {
    Class<?> type = from.enumType();
    Set set = EnumSet.noneOf((Class) type);
    for (int left = from.count(1); left > 0; left--) {
      set.add(Decoder.constant(type, from.name()));
    }
    return set;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // enumType has looked
  static Object readMap(Decoder from) throws CodecException {
    Class<?> type = from.enumType();
    Map map = new EnumMap((Class) type);
    for (int left = from.count(2); left > 0; left--) {
      Enum<?> key = Decoder.constant(type, from.name());
      try {
        map.put(key, from.read());
      } catch (CodecException e) {
        throw e.in(CodecException.key(key));
      }
    }
    return map;
  }

  private static Class<?> type(@Nullable Object one, Object holder) throws CodecException {
    if (one != null) {
      return ((Enum<?>) one).getDeclaringClass();
    }
    try {
      return new Probe().of(holder);
    } catch (IOException e) {
      throw new CodecException("it is not known of which enum an empty " + holder + " is", e);
    }
  }

  /** An empty one tells its enum to serialization alone. */
  private static final class Probe extends ObjectOutputStream {
    private @Nullable Class<?> found;

    Probe() throws IOException {
      super(OutputStream.nullOutputStream());
    }

    Class<?> of(Object holder) throws IOException {
      writeObject(holder);
      Class<?> type = found;
      if (type == null) {
        throw new IOException("no enum in " + holder.getClass());
      }
      return type;
    }

    @Override
    protected void annotateClass(Class<?> type) {
      if (type.isEnum()) {
        found = type;
      }
    }
  }
}
