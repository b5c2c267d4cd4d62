package dev.firebreak.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent arrives as it was, in both directions. */
@Timeout(60)
@SuppressWarnings({"ArrayRecordComponent", "JavaUtilDate", "JdkObsolete"}) // users have them
class CodecRoundTripTest {
  private enum Color {
    RED,
    /** With a class of its own. */
    GREEN {
      @Override
      public String toString() {
        return "green";
      }
    }
  }

  private enum Nothing {}

  private record Point(int x, int y) {}

  private record Empty() {}

  private record Node<T>(T value, List<Node<T>> next, Map<String, T> more) {}

  private record All(
      boolean a, byte b, short c, char d, int e, long f, float g, double h, String i, int[] j) {
    @Override
    public boolean equals(Object other) {
      return other instanceof All all
          && List.of(a, b, c, d, e, f, g, h, i)
              .equals(List.of(all.a, all.b, all.c, all.d, all.e, all.f, all.g, all.h, all.i))
          && Arrays.equals(j, all.j);
    }

    @Override
    public int hashCode() {
      return e;
    }
  }

  static Stream<Object> values() {
    return Stream.of(
            List.of(true, false, (byte) -1, (short) -300, 'c', '\uffff', 1.5f, -0.0, Float.NaN),
            List.of(0, -1, 63, -64, 64, Integer.MIN_VALUE, Integer.MAX_VALUE),
            List.of(0L, -1L, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE),
            List.of(Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY),
            List.of("", "a", "\u00e4\u00ff", "\u20ac", "\ud83d\ude00", "a\ud800b", "\udc00"),
            List.of("x".repeat(63), "x".repeat(64), "\u00e4".repeat(500), "\u20ac".repeat(9999)),
            List.of("?".repeat(100) + "\ud800", "\ud83d\ude00".repeat(100), "x".repeat(100_000)),
            List.of(BigInteger.ZERO, BigInteger.TWO.pow(999).negate()),
            List.of(new BigDecimal("-1.50"), new BigDecimal("1E+300"), BigDecimal.ZERO),
            List.of(new UUID(-1, 1), URI.create("http://a/%20?b#c"), Path.of("a", "b c")),
            List.of(Locale.ROOT, Locale.GERMANY, Locale.of("ja", "JP", "JP"), Locale.of("x_y")),
            List.of(Optional.empty(), Optional.of(List.of(1)), OptionalInt.of(3)),
            List.of(OptionalInt.empty(), OptionalLong.of(-1), OptionalDouble.of(2)),
            List.of(BitSet.valueOf(new long[] {5, 1L << 63}), new BitSet(), new Date(5)),
            List.of(int.class, String.class, int[][].class, Point[].class, void.class, Color.class),
            List.of(Duration.ofSeconds(-3, 7), Instant.MAX, Instant.MIN, Instant.EPOCH),
            List.of(LocalDate.MIN, LocalTime.MAX, LocalDateTime.MAX, OffsetTime.MIN),
            List.of(OffsetDateTime.MAX, ZoneOffset.ofHours(-3), ZoneId.of("Europe/Berlin")),
            List.of(LocalDateTime.of(2025, 10, 26, 2, 30).atZone(ZoneId.of("Europe/Berlin"))),
            List.of(
                ZonedDateTime.of(2025, 10, 26, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
                    .withLaterOffsetAtOverlap(),
                ZonedDateTime.of(2025, 1, 1, 2, 30, 0, 0, ZoneOffset.UTC)),
            List.of(Period.of(1, -2, 3), Year.of(-5), YearMonth.of(2025, 2), MonthDay.of(2, 29)),
            List.of(Color.RED, Color.GREEN, TimeUnit.DAYS, DayOfWeek.MONDAY, RoundingMode.UP),
            List.of(new Point(1, -1), new Empty(), new Point(0, 0)),
            new All(true, (byte) 1, (short) 2, 'x', 3, 4, 5, 6, "s", new int[] {7}),
            new Node<>(
                "a", List.of(new Node<>(null, List.of(), Map.of())), Map.of("k", "v", "l", "w")),
            new ArrayList<>(Arrays.asList(1, null, new ArrayList<>())),
            new LinkedList<>(Arrays.asList(null, "b")),
            Arrays.asList("a", null),
            Collections.unmodifiableList(Arrays.asList(1, null)),
            Collections.unmodifiableCollection(new ArrayList<>(List.of(1))).stream().toList(),
            Stream.of(1, null).toList(),
            Collections.emptyList(),
            Collections.singletonList(null),
            Collections.nCopies(3, "x"),
            new ArrayList<>(List.of(1, 2, 3)).subList(1, 2),
            List.of(1, 2, 3, 4).subList(1, 3),
            List.of(1, 2, 3).reversed(),
            Set.of(),
            Set.of(1),
            Set.of("a", "b", "c"),
            new HashSet<>(Arrays.asList(1, null)),
            new LinkedHashSet<>(List.of(3, 1, 2)),
            new TreeSet<>(Set.of("b", "a")),
            Collections.singleton(null),
            Collections.unmodifiableSet(new HashSet<>(Arrays.asList(1, null))),
            Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(2, 1))),
            EnumSet.of(Color.GREEN, Color.RED),
            EnumSet.noneOf(Color.class),
            EnumSet.noneOf(Nothing.class),
            new HashMap<>(Map.of("a", List.of(1))),
            Collections.singletonMap(null, null),
            Map.of(),
            Map.of(1, 2),
            Map.of("a", new Point(1, 2), "b", new Point(3, 4)),
            new LinkedHashMap<>(Map.of(new Point(1, 2), 3)),
            new TreeMap<>(Map.of("x", 1, "y", 2)),
            new ConcurrentHashMap<>(Map.of(1, 2)),
            new ConcurrentHashMap<>(Map.of(1, 2)).keySet(),
            new EnumMap<>(Map.of(Color.RED, 1, Color.GREEN, List.of())),
            new EnumMap<>(Color.class),
            Collections.unmodifiableMap(new HashMap<>(Collections.singletonMap(1, null))),
            Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(1, 2))),
            new HashMap<>(Map.of(1, 2)).keySet(),
            new TreeMap<>(Map.of(1, 2)).entrySet(),
            Map.entry(1, "x"),
            new AbstractMap.SimpleEntry<>(1, null),
            new AbstractMap.SimpleImmutableEntry<>(null, 1))
        .map(Object.class::cast);
  }

  @ParameterizedTest
  @MethodSource("values")
  void arrivesEqual(Object value) throws CodecException {
    Object down = Side.down(value);
    Object up = Side.up(value);

    assertEquals(value, down);
    assertEquals(value, up);
    assertEquals(value.hashCode(), up.hashCode());
  }

  @Test
  void theKindOfCollectionIsKept() throws CodecException {
    Map<Object, Class<?>> kinds = new LinkedHashMap<>();
    kinds.put(new ArrayList<>(), ArrayList.class);
    kinds.put(new LinkedList<>(List.of(1)), LinkedList.class);
    kinds.put(List.of(2), List.of(2).getClass());
    kinds.put(Stream.of(5, 6, 7).toList(), List.of(1, 2, 3).getClass());
    kinds.put(new HashSet<>(), HashSet.class);
    kinds.put(new LinkedHashSet<>(List.of(3)), LinkedHashSet.class);
    kinds.put(new TreeSet<>(Set.of(4)), TreeSet.class);
    kinds.put(Set.of(5, 6), Set.of(5).getClass());
    kinds.put(new HashMap<>(), HashMap.class);
    kinds.put(new LinkedHashMap<>(Map.of(1, 1)), LinkedHashMap.class);
    kinds.put(new TreeMap<>(Map.of(1, 2)), TreeMap.class);
    kinds.put(new ConcurrentHashMap<>(Map.of(1, 3)), ConcurrentHashMap.class);
    kinds.put(new EnumMap<>(Map.of(Color.RED, 4)), EnumMap.class);

    for (Map.Entry<Object, Class<?>> kind : kinds.entrySet()) {
      assertEquals(kind.getValue(), Side.up(kind.getKey()).getClass(), kind.toString());
    }
    assertTrue(Side.up(EnumSet.of(Color.RED)) instanceof EnumSet);
  }

  @Test
  void theUnmodifiableStaysSo() throws CodecException {
    List<Collection<Integer>> all =
        List.of(
            List.of(1),
            Set.of(1),
            Collections.emptyList(),
            Collections.singleton(1),
            Collections.unmodifiableList(new LinkedList<>(List.of(1))),
            Collections.unmodifiableSet(new HashSet<>(Set.of(1))),
            Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(1))),
            Collections.unmodifiableCollection(new ArrayDeque<>(List.of(1))),
            Collections.nCopies(2, 1),
            Stream.of(1).toList());

    for (Collection<Integer> one : all) {
      @SuppressWarnings("unchecked")
      Collection<Integer> arrived = (Collection<Integer>) Side.up(one);
      assertThrows(UnsupportedOperationException.class, () -> arrived.add(2), one.getClass() + "");
    }
    assertThrows(
        UnsupportedOperationException.class,
        () ->
            ((Map<?, ?>) Side.up(Collections.unmodifiableMap(new TreeMap<>(Map.of(1, 2)))))
                .clear());
  }

  @Test
  void theOrderIsKept() throws CodecException {
    SortedSet<Integer> reversed = new TreeSet<>(Comparator.reverseOrder());
    reversed.addAll(List.of(1, 2, 3));
    SortedMap<String, Integer> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ignoringCase.putAll(Map.of("b", 1, "A", 2));
    Map<String, Integer> linked = new LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      linked.put("key" + i, i);
    }

    assertEquals("[3, 2, 1]", Side.up(reversed).toString());
    assertEquals(2, ((Map<?, ?>) Side.up(ignoringCase)).get("a"));
    assertEquals(linked.toString(), Side.up(linked).toString());
    assertEquals(linked.toString(), Side.up(Collections.unmodifiableMap(linked)).toString());
    assertEquals(
        reversed.toString(), Side.up(Collections.unmodifiableSortedSet(reversed)).toString());
  }

  @Test
  void arraysKeepTheirTypeAndElements() throws CodecException {
    Object[] all = {
      new boolean[] {true, false},
      new byte[] {1, -1},
      new short[] {1, Short.MIN_VALUE},
      new char[] {'a', '\uffff'},
      new int[] {1, Integer.MIN_VALUE},
      new long[] {1, Long.MIN_VALUE},
      new float[] {1, Float.NaN},
      new double[] {1, Double.NaN},
      new String[] {"a", null},
      new Object[] {1, "a", null, new int[0]},
      new Integer[] {1, null},
      new int[][] {{1}, null, {}},
      new Point[][] {{new Point(1, 2)}, {}},
      new List<?>[] {List.of(1), null},
      new Color[] {Color.GREEN},
      new byte[0]
    };

    Object[] arrived = (Object[]) Side.up(all);

    assertTrue(Arrays.deepEquals(all, arrived), Arrays.deepToString(arrived));
    for (int i = 0; i < all.length; i++) {
      assertEquals(all[i].getClass(), arrived[i].getClass());
    }
  }

  @Test
  void atomicsAndDequesComeBackWithWhatTheyHold() throws CodecException {
    assertEquals(7, ((AtomicInteger) Side.up(new AtomicInteger(7))).get());
    assertEquals(-7L, ((AtomicLong) Side.up(new AtomicLong(-7))).get());
    assertTrue(((AtomicBoolean) Side.up(new AtomicBoolean(true))).get());
    assertEquals("[1, 2]", Side.up(new ArrayDeque<>(List.of(1, 2))).toString());
    assertNull(Side.up(null));
  }

  @Test
  void smallIntegersAreTwoBytes() throws CodecException {
    Encoder encoder = new Codec(Side.parent()).encoder();

    encoder.value(-64);

    assertEquals(2, encoder.size());
  }

  @Test
  void namesAreSentOnceAMessage() throws CodecException {
    Encoder encoder = new Codec(Side.parent()).encoder();
    encoder.value(new Point(1, 2));
    int first = encoder.size();
    encoder.value(new Point(1, 2));

    int second = encoder.size() - first;
    Decoder decoder = new Codec(Side.child()).decoder().of(encoder.array(), 0, encoder.size());

    assertEquals(7, second);
    assertEquals(new Point(1, 2), decoder.value());
    assertEquals(first, decoder.position());
    assertEquals(new Point(1, 2), decoder.value());
    assertEquals(false, decoder.more());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 999, 5000})
  void recordsAreTheSameWhenTheyAreHot(int times) throws CodecException {
    Codec codec = new Codec(Side.parent());
    Encoder encoder = codec.encoder();
    Decoder decoder = codec.decoder();
    for (int i = 0; i < times; i++) {
      encoder.reset().value(new Point(i, -i));

      Object arrived = decoder.of(encoder.array(), 0, encoder.size()).value();

      assertEquals(new Point(i, -i), arrived);
    }
  }

  @Test
  void aBufferIsReadFromItsPositionAndCopied() throws CodecException {
    Encoder encoder = new Codec(Side.parent()).encoder();
    encoder.value(List.of("a", new byte[] {1, 2, 3}));
    ByteBuffer shared = ByteBuffer.allocateDirect(encoder.size() + 10);
    shared.put(5, encoder.copy()).position(5).limit(5 + encoder.size());
    Decoder decoder = new Codec(Side.child()).decoder().of(shared);
    for (int i = 0; i < encoder.size(); i++) {
      shared.put(5 + i, (byte) -1);
    }

    Object arrived = decoder.value();

    assertEquals("a", ((List<?>) arrived).get(0));
    assertEquals(5, shared.position());
  }
}
