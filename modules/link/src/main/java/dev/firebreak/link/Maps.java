package dev.firebreak.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Maps: a count, then each key with its value. */
final class Maps {
  /** A key and a value. */
  private static final int LEAST = 2;

  private Maps() {}

  static void write(Encoder to, int kind, Object value) throws CodecException {
    Map<?, ?> map = (Map<?, ?>) value;
    switch (kind) {
      case Tag.MAP -> {
        boolean nulls = Lists.hasNull(map.keySet()) || Lists.hasNull(map.values());
        if (nulls) {
          to.tag(Tag.UNMODIFIABLE);
        }
        to.tag(nulls ? Tag.LINKED_HASH_MAP : Tag.MAP);
        entries(to, map.entrySet());
      }
      case Tag.TREE_MAP -> {
        to.tag(kind);
        Lists.comparator(to, ((SortedMap<?, ?>) map).comparator());
        entries(to, map.entrySet());
      }
      case Tag.CONCURRENT_MAP -> {
        to.tag(kind);
        // Others may write to it; what its iterator sees is what is sent.
        entries(to, new ArrayList<>(map.entrySet()));
      }
      case Tag.ENUM_MAP -> Enums.write(to, map);
      default -> {
        to.tag(kind);
        entries(to, map.entrySet());
      }
    }
  }

  static Object read(Decoder from, int tag) throws CodecException {
    return switch (tag) {
      case Tag.MAP -> immutable(from);
      case Tag.HASH_MAP -> {
        int size = from.count(LEAST);
        yield fill(from, size, HashMap.newHashMap(size));
      }
      case Tag.LINKED_HASH_MAP -> {
        int size = from.count(LEAST);
        yield fill(from, size, LinkedHashMap.newLinkedHashMap(size));
      }
      case Tag.TREE_MAP -> {
        Comparator<@Nullable Object> order = Lists.comparator(from);
        yield fill(from, from.count(LEAST), new TreeMap<>(order));
      }
      case Tag.CONCURRENT_MAP -> fill(from, from.count(LEAST), new ConcurrentHashMap<>());
      case Tag.ENUM_MAP -> Enums.readMap(from);
      default -> throw Decoder.unknown(tag);
    };
  }

  private static void entries(Encoder to, Collection<? extends Map.Entry<?, ?>> entries)
      throws CodecException {
    int size = entries.size();
    to.count(size);
    int i = 0;
    for (Map.Entry<?, ?> entry : entries) {
      Object key = entry.getKey();
      key(to, key);
      try {
        to.write(entry.getValue());
      } catch (CodecException e) {
        throw e.in(CodecException.key(key));
      }
      i++;
    }
    if (i != size) {
      throw Lists.changed(entries);
    }
  }

  private static void key(Encoder to, @Nullable Object key) throws CodecException {
    try {
      to.write(key);
    } catch (CodecException e) {
      throw e.in(".keySet()");
    }
  }

  private static Object fill(Decoder from, int size, Map<@Nullable Object, @Nullable Object> into)
      throws CodecException {
    for (int i = 0; i < size; i++) {
      Object key = key(from);
      into.put(key, value(from, key));
    }
    return into;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // entries of anything
  private static Object immutable(Decoder from) throws CodecException {
    Map.Entry[] entries = new Map.Entry[from.count(LEAST)];
    for (int i = 0; i < entries.length; i++) {
      Object key = key(from);
      Object value = value(from, key);
      if (key == null || value == null) {
        throw CodecException.malformed("null in a map that has none");
      }
      entries[i] = Map.entry(key, value);
    }
    return Map.ofEntries(entries);
  }

  private static @Nullable Object key(Decoder from) throws CodecException {
    try {
      return from.read();
    } catch (CodecException e) {
      throw e.in(".keySet()");
    }
  }

  private static @Nullable Object value(Decoder from, @Nullable Object key) throws CodecException {
    try {
      return from.read();
    } catch (CodecException e) {
      throw e.in(CodecException.key(key));
    }
  }
}
