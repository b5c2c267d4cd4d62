package dev.firebreak.link;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Single values of the JDK.
 *
 * <pre>
 * UUID             8 octets, 8 octets            LOCALE       text: its language tag; or NULL, text
 * URI PATH         text                                       language, text country, text variant
 * CLASS            name                          BIT_SET      LONGS' body
 * OPTIONAL         value, NULL if empty          OPTIONAL_... octet whether it is there, its body
 * ATOMIC_... DATE  the body of INT or LONG       ATOMIC_BOOLEAN  octet
 * </pre>
 */
@SuppressWarnings("JavaUtilDate") // old code has them
final class Scalars {
  private static final int DECIMAL_LEAST = 1;

  private Scalars() {}

  static void writePrimitive(Encoder to, int kind, Object value) throws CodecException {
    to.tag(kind);
    switch (kind) {
      case Tag.BYTE -> to.tag((Byte) value);
      case Tag.SHORT -> to.zigzag((Short) value);
      case Tag.CHAR -> to.count((Character) value);
      case Tag.FLOAT -> to.four(Float.floatToRawIntBits((Float) value));
      default -> throw new IllegalArgumentException("kind " + kind);
    }
  }

  static Object readPrimitive(Decoder from, int tag) throws CodecException {
    return switch (tag) {
      case Tag.BYTE -> (byte) from.octet();
      case Tag.SHORT -> (short) from.zigzag();
      case Tag.CHAR -> (char) from.count();
      case Tag.FLOAT -> Float.intBitsToFloat(from.four());
      default -> throw Decoder.unknown(tag);
    };
  }

  /** A string that is long or has characters beyond Latin-1. */
  static void writeLong(Encoder to, String value) throws CodecException {
    byte[] utf = value.getBytes(StandardCharsets.UTF_8);
    int length = value.length();
    // A lone surrogate has become a '?'. Comparing whole strings is what the JVM does fast.
    if (utf.length == length && new String(utf, StandardCharsets.ISO_8859_1).equals(value)) {
      to.tag(Tag.LATIN1);
      to.count(length);
      to.octets(utf, 0, length);
      return;
    }
    if (isWhole(value)) {
      to.tag(Tag.UTF8);
      to.count(utf.length);
      to.octets(utf, 0, utf.length);
      return;
    }
    to.tag(Tag.UTF16);
    to.count(Math.multiplyExact(2, length));
    int p = to.take(2 * length);
    byte[] bytes = to.bytes;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      bytes[p++] = (byte) c;
      bytes[p++] = (byte) (c >> 8);
    }
  }

  static void write(Encoder to, int kind, Object value) throws CodecException {
    to.tag(kind);
    switch (kind) {
      case Tag.BIG_INTEGER -> integer(to, (BigInteger) value);
      case Tag.BIG_DECIMAL -> {
        to.zigzag(((BigDecimal) value).scale());
        integer(to, ((BigDecimal) value).unscaledValue());
      }
      case Tag.UUID -> {
        to.eight(((UUID) value).getMostSignificantBits());
        to.eight(((UUID) value).getLeastSignificantBits());
      }
      case Tag.LOCALE -> locale(to, (Locale) value);
      case Tag.URI, Tag.PATH -> to.text(value.toString());
      case Tag.CLASS -> type(to, (Class<?>) value);
      case Tag.BIT_SET -> Bulk.writeLongs(to, ((BitSet) value).toLongArray());
      case Tag.OPTIONAL -> optional(to, ((Optional<?>) value).orElse(null));
      case Tag.OPTIONAL_INT -> {
        OptionalInt there = (OptionalInt) value;
        to.tag(there.isPresent() ? 1 : 0);
        to.zigzag(there.orElse(0));
      }
      case Tag.OPTIONAL_LONG -> {
        OptionalLong there = (OptionalLong) value;
        to.tag(there.isPresent() ? 1 : 0);
        to.zigzag(there.orElse(0));
      }
      case Tag.OPTIONAL_DOUBLE -> {
        OptionalDouble there = (OptionalDouble) value;
        to.tag(there.isPresent() ? 1 : 0);
        to.eight(Double.doubleToRawLongBits(there.orElse(0)));
      }
      case Tag.ATOMIC_INTEGER -> to.zigzag(((AtomicInteger) value).get());
      case Tag.ATOMIC_LONG -> to.zigzag(((AtomicLong) value).get());
      case Tag.ATOMIC_BOOLEAN -> to.tag(((AtomicBoolean) value).get() ? 1 : 0);
      default -> to.zigzag(((Date) value).getTime());
    }
  }

  static Object read(Decoder from, int tag) throws CodecException {
    return switch (tag) {
      case Tag.BIG_INTEGER -> integer(from);
      case Tag.BIG_DECIMAL -> {
        int scale = from.zigzag();
        yield new BigDecimal(integer(from), scale);
      }
      case Tag.UUID -> {
        long high = from.eight();
        yield new UUID(high, from.eight());
      }
      case Tag.LOCALE -> locale(from);
      case Tag.URI -> URI.create(from.text());
      case Tag.PATH -> Path.of(from.text());
      case Tag.CLASS -> from.name().plan(from.codec()).type;
      case Tag.BIT_SET -> BitSet.valueOf(Bulk.readLongs(from));
      case Tag.OPTIONAL -> Optional.ofNullable(from.read());
      case Tag.OPTIONAL_INT -> {
        boolean there = from.octet() != 0;
        int value = from.zigzag();
        yield there ? OptionalInt.of(value) : OptionalInt.empty();
      }
      case Tag.OPTIONAL_LONG -> {
        boolean there = from.octet() != 0;
        long value = from.longZigzag();
        yield there ? OptionalLong.of(value) : OptionalLong.empty();
      }
      case Tag.OPTIONAL_DOUBLE -> {
        boolean there = from.octet() != 0;
        double value = Double.longBitsToDouble(from.eight());
        yield there ? OptionalDouble.of(value) : OptionalDouble.empty();
      }
      case Tag.ATOMIC_INTEGER -> new AtomicInteger(from.zigzag());
      case Tag.ATOMIC_LONG -> new AtomicLong(from.longZigzag());
      case Tag.ATOMIC_BOOLEAN -> new AtomicBoolean(from.octet() != 0);
      default -> new Date(from.longZigzag());
    };
  }

  private static void optional(Encoder to, @Nullable Object value) throws CodecException {
    try {
      to.write(value);
    } catch (CodecException e) {
      throw e.in(".get()");
    }
  }

  private static void integer(Encoder to, BigInteger value) throws CodecException {
    byte[] octets = value.toByteArray();
    to.count(octets.length);
    to.octets(octets, 0, octets.length);
  }

  private static BigInteger integer(Decoder from) throws CodecException {
    int length = from.count(DECIMAL_LEAST);
    if (length == 0) {
      throw CodecException.malformed("an integer of no bytes");
    }
    return new BigInteger(from.bytes, from.take(length), length);
  }

  private static void type(Encoder to, Class<?> type) throws CodecException {
    if (type.isHidden()) {
      throw new CodecException("the class " + type.getName() + " is hidden: it has no name there");
    }
    to.name(type);
  }

  private static void locale(Encoder to, Locale locale) throws CodecException {
    String tag = locale.toLanguageTag();
    if (Locale.forLanguageTag(tag).equals(locale)) {
      to.text(tag);
      return;
    }
    to.tag(Tag.NULL);
    to.text(locale.getLanguage());
    to.text(locale.getCountry());
    to.text(locale.getVariant());
  }

  private static Locale locale(Decoder from) throws CodecException {
    int tag = from.octet();
    if (tag != Tag.NULL) {
      return Locale.forLanguageTag(from.string(tag));
    }
    String language = from.text();
    String country = from.text();
    return Locale.of(language, country, from.text());
  }

  /** Whether each surrogate has its other half. */
  private static boolean isWhole(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isSurrogate(c)
          && !(Character.isHighSurrogate(c)
              && ++i < value.length()
              && Character.isLowSurrogate(value.charAt(i)))) {
        return false;
      }
    }
    return true;
  }
}
