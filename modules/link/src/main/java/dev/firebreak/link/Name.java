package dev.firebreak.link;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A word that came over, and what a decoder has found out about it; kept from message to message.
 */
final class Name {
  /** Names differ at their ends, so that is enough to tell most apart. */
  private static final int HASHED = 24;

  private final byte[] utf;
  private @Nullable String text;
  private @Nullable Plan plan;
  private String @Nullable [] lines;

  Name(byte[] utf) {
    this.utf = utf;
  }

  boolean is(byte[] bytes, int from, int to) {
    return Arrays.equals(utf, 0, utf.length, bytes, from, to);
  }

  static int hash(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int i = Math.max(from, to - HASHED); i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ hash >>> 7 ^ hash >>> 14;
  }

  String text() {
    String known = text;
    if (known == null) {
      known = new String(utf, StandardCharsets.UTF_8);
      text = known;
    }
    return known;
  }

  /** What {@link LambdaCapture} joined. */
  String[] lines(int expected) throws CodecException {
    String[] known = lines;
    if (known == null) {
      known = text().split("\n", -1);
      if (known.length != expected) {
        throw CodecException.malformed("a lambda of " + known.length + " words");
      }
      lines = known;
    }
    return known;
  }

  /**
   * The class of that name, loaded and not initialized.
   *
   * @throws CodecException if there is none
   */
  Plan plan(Codec codec) throws CodecException {
    Plan known = plan;
    if (known == null) {
      known = codec.plan(load(text(), codec.types()));
      plan = known;
    }
    return known;
  }

  static Class<?> load(String name, Codec.Types types) throws CodecException {
    int dimensions = 0;
    while (dimensions < name.length() && name.charAt(dimensions) == '[') {
      dimensions++;
    }
    String element = name.substring(dimensions);
    if (dimensions > 0 && element.startsWith("L") && element.endsWith(";")) {
      element = element.substring(1, element.length() - 1);
    }
    Class<?> type = primitive(element, dimensions > 0);
    try {
      if (type == null) {
        type = types.load(element);
      }
      if (type.isArray()) {
        throw CodecException.malformed("an array by the name " + element);
      }
      for (int i = 0; i < dimensions; i++) {
        type = type.arrayType();
      }
      return type;
    } catch (ClassNotFoundException | LinkageError e) {
      throw new CodecException("there is no class " + element + " here", e);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      // Of void, or of more than 255 dimensions.
      throw CodecException.malformed("an array by the name " + name);
    }
  }

  private static @Nullable Class<?> primitive(String name, boolean inArray) {
    Class<?>[] all = {
      boolean.class,
      byte.class,
      short.class,
      char.class,
      int.class,
      long.class,
      float.class,
      double.class,
      void.class
    };
    for (Class<?> type : all) {
      if (name.equals(inArray ? type.descriptorString() : type.getName())) {
        return type;
      }
    }
    return null;
  }
}
