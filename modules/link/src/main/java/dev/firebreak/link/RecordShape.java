package dev.firebreak.link;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of one class apart and builds them.
 * <!-- For maintainers. The first method handle costs a young JVM 34 ms and reflection with native
 * accessors nothing, so a class begins with the one and moves to the other when it is hot. The
 * count and the field `handles` are raced for: a lost count is of no interest, and handles are the
 * same whoever makes them. -->
 */
final class RecordShape {
  private static final int HOT = 1000;

  private final Class<?> type;
  private final String[] names;
  private final Method[] accessors;
  private final Constructor<?> canonical;
  private final Codec.@Nullable Records compiled;
  private boolean opened;
  private int uses;
  private @Nullable Handles handles;

  private RecordShape(
      Class<?> type,
      String[] names,
      Method[] accessors,
      Constructor<?> canonical,
      Codec.@Nullable Records compiled) {
    this.type = type;
    this.names = names;
    this.accessors = accessors;
    this.canonical = canonical;
    this.compiled = compiled;
  }

  static RecordShape of(Class<?> type, Codec.Types types) throws CodecException {
    RecordComponent[] components = type.getRecordComponents();
    String[] names = new String[components.length];
    Method[] accessors = new Method[components.length];
    Class<?>[] parameters = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      names[i] = components[i].getName();
      accessors[i] = components[i].getAccessor();
      parameters[i] = components[i].getType();
    }
    Constructor<?> canonical;
    try {
      canonical = type.getDeclaredConstructor(parameters);
    } catch (NoSuchMethodException e) {
      throw new CodecException(type.getName() + " is a record without its constructor", e);
    }
    Codec.Records compiled = types.records(type);
    RecordShape shape = new RecordShape(type, names, accessors, canonical, compiled);
    if (compiled != null) {
      return shape;
    }
    MethodHandles.Lookup lookup = types.lookup(type);
    if (lookup != null) {
      shape.handles = shape.make(lookup);
    } else if (!shape.open()) {
      throw closed(type);
    }
    return shape;
  }

  int size() {
    return names.length;
  }

  String name(int component) {
    return names[component];
  }

  /** All components where there is compiled code for it; else null, for one at a time. */
  @Nullable Object @Nullable [] take(Object value) throws CodecException {
    used();
    if (compiled == null) {
      return null;
    }
    try {
      return compiled.take(value);
    } catch (Throwable e) {
      throw threw("an accessor of " + type.getName(), e);
    }
  }

  /** One component's value; what an accessor throws is told as the component's fault. */
  @Nullable Object get(Object value, int component) throws CodecException {
    Handles hot = handles;
    try {
      return hot == null
          ? accessors[component].invoke(value)
          : (Object) hot.getters[component].invokeExact(value);
    } catch (Throwable e) {
      throw threw("the accessor of a record of " + type.getName(), e);
    }
  }

  /** A record of those; what its constructor throws is a {@link CodecException}. */
  Object build(@Nullable Object[] components) throws CodecException {
    used();
    Handles hot = handles;
    try {
      if (compiled != null) {
        return compiled.build(components);
      }
      return hot == null
          ? canonical.newInstance(components)
          : (Object) hot.constructor.invokeExact(components);
    } catch (ClassCastException | IllegalArgumentException | NullPointerException e) {
      throw new CodecException(
          "components that " + type.getName() + " does not have, or refuses: " + e, e);
    } catch (Throwable e) {
      throw threw("the constructor of " + type.getName(), e);
    }
  }

  /** One more value of this class goes through. */
  private void used() {
    if (compiled == null && handles == null && ++uses >= HOT) {
      try {
        handles = make(MethodHandles.lookup());
      } catch (CodecException e) {
        uses = Integer.MIN_VALUE; // reflection goes on to work
      }
    }
  }

  private boolean open() {
    for (Method accessor : accessors) {
      if (!accessor.trySetAccessible()) {
        return false;
      }
    }
    opened = canonical.trySetAccessible();
    return opened;
  }

  private Handles make(MethodHandles.Lookup given) throws CodecException {
    try {
      boolean there =
          opened
              || (given.lookupClass().equals(type)
                  && (given.lookupModes() & MethodHandles.Lookup.PRIVATE) != 0);
      MethodHandles.Lookup lookup = there ? given : MethodHandles.privateLookupIn(type, given);
      MethodHandle[] getters = new MethodHandle[accessors.length];
      for (int i = 0; i < getters.length; i++) {
        getters[i] =
            lookup
                .unreflect(accessors[i])
                .asType(MethodType.methodType(Object.class, Object.class));
      }
      MethodHandle constructor =
          lookup
              .unreflectConstructor(canonical)
              .asSpreader(Object[].class, getters.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      return new Handles(getters, constructor);
    } catch (IllegalAccessException e) {
      throw new CodecException(
          "the lookup "
              + given
              + " cannot reach the record "
              + type.getName()
              + ": take one of its module, made by MethodHandles.lookup() in it",
          e);
    }
  }

  /** What to write so that the class can be reached. */
  static CodecException closed(Class<?> type) {
    String module = type.getModule().getName();
    return new CodecException(
        type.getName()
            + " is in a package that Firebreak may not look into; write in the module-info of "
            + module
            + ": opens "
            + type.getPackageName()
            + " to dev.firebreak.link;"
            + " or hand your own access over: ProcessPool.open(options.with(MethodHandles.lookup()))");
  }

  private static CodecException threw(String who, Throwable thrown) throws CodecException {
    Throwable cause =
        thrown instanceof InvocationTargetException e && e.getCause() != null
            ? e.getCause()
            : thrown;
    if (cause instanceof OutOfMemoryError e) {
      throw e;
    }
    return new CodecException(who + " threw " + Throwables.text(cause), cause);
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Handles(MethodHandle[] getters, MethodHandle constructor) {}
}
