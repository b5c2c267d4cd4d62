package dev.firebreak.link;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the bytes are, a value comes out or a CodecException. */
@Timeout(60)
class CodecFuzzTest {
  private static final int FEWEST = 2_000;
  private static final int MOST = 300_000;
  private static final long NANOS = 2_000_000_000L;

  @SuppressWarnings("ArrayRecordComponent") // users have them
  private record Point(int x, List<Object> more, int[] array) {}

  private static final List<Object> SEEDS =
      new ArrayList<>(
          List.of(
              List.of(1, "two", 3.0, 'c', 5L, new BigDecimal("1.5")),
              new Point(1, List.of(new Point(2, List.of(), new int[9])), new int[] {1, 2}),
              new LinkedHashMap<>(Map.of("a", Set.of(1, 2), "b", new TreeMap<>(Map.of(1, 2)))),
              Arrays.asList(new Object[] {new String[] {"x", null}, new long[3], new Point[1][]}),
              List.of(
                  ZonedDateTime.parse("2025-10-26T02:30+01:00[Europe/Berlin]"),
                  Duration.ofDays(1),
                  Locale.GERMANY,
                  URI.create("a:b")),
              List.of(
                  DayOfWeek.FRIDAY,
                  EnumSet.allOf(DayOfWeek.class),
                  new EnumMap<>(Map.of(DayOfWeek.FRIDAY, 1))),
              new TreeSet<>(Comparator.reverseOrder()),
              Collections.unmodifiableList(Arrays.asList(null, BitSet.valueOf(new long[] {7}))),
              new IllegalStateException("a", new RuntimeException("b")),
              List.of(String.class, int[].class, "\u20ac".repeat(70), "a\ud800")));

  @Test
  void anythingElseComesOut() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[][] good = new byte[SEEDS.size()][];
    Encoder encoder = new Codec(Side.child()).encoder();
    for (int i = 0; i < good.length; i++) {
      encoder.reset().value(SEEDS.get(i));
      good[i] = encoder.copy();
    }
    Decoder decoder = new Codec(Side.parent()).decoder();
    long end = System.nanoTime() + NANOS;
    int values = 0;
    int run = 0;
    for (; run < FEWEST || (run < MOST && System.nanoTime() < end); run++) {
      byte[] bytes = mutant(random, good);
      try {
        decoder.of(bytes, 0, bytes.length);
        while (decoder.more()) {
          if ((run & 15) == 0) {
            decoder.throwable();
          } else {
            decoder.value();
          }
          values++;
        }
      } catch (CodecException refused) {
        assertTrue(refused.getMessage().length() < 5000, refused.getMessage());
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + " run " + run + ": " + Arrays.toString(bytes), e);
      }
    }

    assertTrue(values > 0);
  }

  private static byte[] mutant(Random random, byte[][] good) {
    byte[] one = good[random.nextInt(good.length)];
    int kind = random.nextInt(10);
    if (kind == 0) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      return bytes;
    }
    if (kind == 1) {
      return Arrays.copyOf(one, random.nextInt(one.length));
    }
    if (kind == 2) {
      // One after the other, so that tables and depths are carried over.
      byte[] other = good[random.nextInt(good.length)];
      int cut = random.nextInt(one.length);
      byte[] bytes = Arrays.copyOf(one, cut + other.length);
      System.arraycopy(other, 0, bytes, cut, other.length);
      return bytes;
    }
    byte[] bytes = one.clone();
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          (byte) (random.nextBoolean() ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt(0x70));
    }
    return bytes;
  }
}
