package dev.firebreak.link;

import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How values of one class are sent and built.
 * <!-- For maintainers. Shared by all threads without a lock: kind and type are final, the rest is
 * computed when first asked for, and is the same whoever computes it. -->
 */
final class Plan {
  final Class<?> type;

  /** A tag; {@link Tag#NONE} if it is not sent. */
  final int kind;

  private final Codec.Types types;
  private volatile byte @Nullable [] name;
  private volatile @Nullable RecordShape shape;
  private boolean bare;

  /** "" if it may be built; null if nobody has asked yet. */
  private @Nullable String refusal;

  private Plan(Class<?> type, int kind, Codec.Types types) {
    this.type = type;
    this.kind = kind;
    this.types = types;
  }

  static Plan of(Class<?> type, Codec.Types types) {
    return new Plan(type, kind(type, types), types);
  }

  /** The class's name as it is sent; a lambda's shape. */
  byte[] name() {
    byte[] bytes = name;
    if (bytes == null) {
      bytes = type.getName().getBytes(StandardCharsets.UTF_8);
      name = bytes;
    }
    return bytes;
  }

  /** The shape of all lambdas of this class. */
  byte @Nullable [] lambda() {
    return name;
  }

  void lambda(byte[] shape, boolean capturesNothing) {
    bare = capturesNothing;
    name = shape;
  }

  /** Whether a lambda's shape is known, and is all that there is to it. */
  boolean isBareLambda() {
    return bare && name != null;
  }

  /**
   * How that record is taken apart and built.
   *
   * @throws CodecException if reflection may not; with the line to write
   */
  RecordShape shape() throws CodecException {
    RecordShape known = shape;
    if (known == null) {
      known = RecordShape.of(type, types);
      shape = known;
    }
    return known;
  }

  /**
   * Returns if a value of this class may be built here; the class has not been initialized.
   *
   * @throws CodecException with the sentence of whoever forbids it
   */
  void mayBeBuilt() throws CodecException {
    String known = refusal;
    if (known == null) {
      known = isOfJava(type) && kind == Tag.ENUM ? null : types.refusal(type);
      known = known == null ? "" : known;
      refusal = known;
    }
    if (!known.isEmpty()) {
      throw new CodecException(known);
    }
  }

  /** Whether it is in a package java.* of java.base. */
  static boolean isOfJava(Class<?> type) {
    return type.getModule() == Object.class.getModule() && type.getName().startsWith("java.");
  }

  private static int kind(Class<?> type, Codec.Types types) {
    if (type.isArray()) {
      return array(type.getComponentType());
    }
    boolean ofJdk = type.getClassLoader() == null;
    int kind = ofJdk ? Tag.ofJdk(type.getName()) : Tag.NONE;
    if (kind != Tag.NONE) {
      return kind;
    }
    if (type.isRecord()) {
      return Tag.RECORD;
    }
    if (Enum.class.isAssignableFrom(type)) {
      return Tag.ENUM;
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return Tag.THROWABLE;
    }
    if (ofJdk && Path.class.isAssignableFrom(type) && isOfDefaultFiles(type)) {
      return Tag.PATH;
    }
    if (Serializable.class.isAssignableFrom(type)) {
      return types.serializes() ? (type.isHidden() ? Tag.LAMBDA : Tag.SERIALIZED) : Tag.NONE;
    }
    return ofJdk && type.getName().startsWith("java.util.") ? view(type) : Tag.NONE;
  }

  private static boolean isOfDefaultFiles(Class<?> type) {
    return FileSystems.getDefault().getPath("").getClass() == type;
  }

  /** Views of the JDK's collections, as a map's keys, arrive as copies. */
  private static int view(Class<?> type) {
    if (Map.class.isAssignableFrom(type)) {
      return Tag.LINKED_HASH_MAP;
    }
    if (Set.class.isAssignableFrom(type)) {
      return Tag.LINKED_HASH_SET;
    }
    if (Collection.class.isAssignableFrom(type)) {
      return Tag.ARRAY_LIST;
    }
    return Map.Entry.class.isAssignableFrom(type) ? Tag.SIMPLE_ENTRY : Tag.NONE;
  }

  private static int array(Class<?> component) {
    if (component == byte.class) {
      return Tag.BYTES;
    }
    if (component == int.class) {
      return Tag.INTS;
    }
    if (component == long.class) {
      return Tag.LONGS;
    }
    if (component == double.class) {
      return Tag.DOUBLES;
    }
    if (component == String.class) {
      return Tag.STRINGS;
    }
    if (component == char.class) {
      return Tag.CHARS;
    }
    if (component == boolean.class) {
      return Tag.BOOLEANS;
    }
    if (component == float.class) {
      return Tag.FLOATS;
    }
    return component == short.class ? Tag.SHORTS : Tag.ARRAY;
  }

  /** Why values of this class, which has no tag, are not sent. */
  CodecException cannotBeSent() {
    String at = type.getName();
    if (type.isHidden() && !Serializable.class.isAssignableFrom(type)) {
      int mark = at.indexOf("$$Lambda");
      return new CodecException(
          "a lambda of "
              + (mark < 0 ? at : at.substring(0, mark))
              + " that is not Serializable: hand it to a parameter of a serializable type, or"
              + " cast it, as in (Runnable & Serializable) () -> ...");
    }
    if (Serializable.class.isAssignableFrom(type)) {
      return new CodecException(
          at
              + " is Serializable, but a worker sends plain values only (records, enums, exceptions,"
              + " collections, arrays, strings, numbers, java.time): make it a record, or send one");
    }
    String advice =
        type.isAnonymousClass() || type.isLocalClass() || Modifier.isAbstract(type.getModifiers())
            ? ""
            : "; if it only holds values, make it a record";
    return new CodecException(
        at
            + " cannot be sent to another JVM: it is no plain value (record, enum, collection, array,"
            + " string, number, java.time) and not Serializable"
            + advice);
  }
}
