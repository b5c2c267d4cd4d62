package dev.firebreak.link;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Arrays: a count, and the elements; those of primitive ones in one copy. */
final class Bulk {
  private Bulk() {}

  static void write(Encoder to, int kind, Object array) throws CodecException {
    to.tag(kind);
    switch (kind) {
      case Tag.BYTES -> {
        byte[] values = (byte[]) array;
        to.count(values.length);
        to.octets(values, 0, values.length);
      }
      case Tag.BOOLEANS -> {
        boolean[] values = (boolean[]) array;
        to.count(values.length);
        int p = to.take(values.length);
        for (boolean value : values) {
          to.bytes[p++] = (byte) (value ? 1 : 0);
        }
      }
      case Tag.SHORTS -> {
        short[] values = (short[]) array;
        room(to, values.length, Short.BYTES).asShortBuffer().put(values);
      }
      case Tag.CHARS -> {
        char[] values = (char[]) array;
        room(to, values.length, Character.BYTES).asCharBuffer().put(values);
      }
      case Tag.INTS -> {
        int[] values = (int[]) array;
        room(to, values.length, Integer.BYTES).asIntBuffer().put(values);
      }
      case Tag.LONGS -> writeLongs(to, (long[]) array);
      case Tag.FLOATS -> {
        float[] values = (float[]) array;
        room(to, values.length, Float.BYTES).asFloatBuffer().put(values);
      }
      case Tag.DOUBLES -> {
        double[] values = (double[]) array;
        room(to, values.length, Double.BYTES).asDoubleBuffer().put(values);
      }
      case Tag.STRINGS -> elements(to, (Object[]) array);
      default -> {
        to.name(array.getClass().getComponentType());
        elements(to, (Object[]) array);
      }
    }
  }

  static Object read(Decoder from, int tag) throws CodecException {
    return switch (tag) {
      case Tag.BYTES -> from.octets(from.count(1));
      case Tag.BOOLEANS -> {
        boolean[] values = new boolean[from.count(1)];
        for (int i = 0; i < values.length; i++) {
          values[i] = from.octet() != 0;
        }
        yield values;
      }
      case Tag.SHORTS -> {
        short[] values = new short[from.count(Short.BYTES)];
        view(from, values.length, Short.BYTES).asShortBuffer().get(values);
        yield values;
      }
      case Tag.CHARS -> {
        char[] values = new char[from.count(Character.BYTES)];
        view(from, values.length, Character.BYTES).asCharBuffer().get(values);
        yield values;
      }
      case Tag.INTS -> {
        int[] values = new int[from.count(Integer.BYTES)];
        view(from, values.length, Integer.BYTES).asIntBuffer().get(values);
        yield values;
      }
      case Tag.LONGS -> readLongs(from);
      case Tag.FLOATS -> {
        float[] values = new float[from.count(Float.BYTES)];
        view(from, values.length, Float.BYTES).asFloatBuffer().get(values);
        yield values;
      }
      case Tag.DOUBLES -> {
        double[] values = new double[from.count(Double.BYTES)];
        view(from, values.length, Double.BYTES).asDoubleBuffer().get(values);
        yield values;
      }
      case Tag.STRINGS -> strings(from);
      case Tag.ARRAY -> elements(from);
      default -> throw Decoder.unknown(tag);
    };
  }

  static void writeLongs(Encoder to, long[] values) throws CodecException {
    room(to, values.length, Long.BYTES).asLongBuffer().put(values);
  }

  static long[] readLongs(Decoder from) throws CodecException {
    long[] longs = new long[from.count(Long.BYTES)];
    view(from, longs.length, Long.BYTES).asLongBuffer().get(longs);
    return longs;
  }

  private static ByteBuffer room(Encoder to, int count, int size) throws CodecException {
    to.count(count);
    long octets = (long) count * size;
    int p = to.take(octets > Integer.MAX_VALUE ? -1 : (int) octets);
    return ByteBuffer.wrap(to.bytes, p, (int) octets).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer view(Decoder from, int count, int size) throws CodecException {
    int p = from.take(count * size);
    return ByteBuffer.wrap(from.bytes, p, count * size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void elements(Encoder to, @Nullable Object[] values) throws CodecException {
    to.count(values.length);
    int i = 0;
    try {
      for (; i < values.length; i++) {
        to.write(values[i]);
      }
    } catch (CodecException e) {
      throw e.in(CodecException.index(i));
    }
  }

  private static @Nullable String[] strings(Decoder from) throws CodecException {
    @Nullable String[] strings = new @Nullable String[from.count(1)];
    for (int i = 0; i < strings.length; i++) {
      int tag = from.octet();
      strings[i] = tag == Tag.NULL ? null : from.string(tag);
    }
    return strings;
  }

  private static Object elements(Decoder from) throws CodecException {
    Class<?> component = from.name().plan(from.codec()).type;
    if (component.isPrimitive()) {
      throw CodecException.malformed("objects in an array of " + component);
    }
    @Nullable Object[] values = (@Nullable Object[]) Array.newInstance(component, from.count(1));
    int i = 0;
    try {
      for (; i < values.length; i++) {
        values[i] = from.read();
      }
    } catch (CodecException e) {
      throw e.in(CodecException.index(i));
    } catch (ArrayStoreException e) {
      throw new CodecException(
          "an array of " + component.getName() + " that holds a " + e.getMessage(), e);
    }
    return values;
  }
}
