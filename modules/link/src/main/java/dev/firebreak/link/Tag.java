package dev.firebreak.link;

import java.util.HashMap;
import java.util.Map;

/**
 * The tags of values, each written and read once.
 *
 * <pre>
 * message    = value value ...                     one table of names for all of them
 * value      = tag body
 *
 * octet      = one byte
 * varint     = 7 bits an octet, the lowest first; the high bit says that more come
 * zigzag     = varint of (v &lt;&lt; 1) ^ (v &gt;&gt; 31), or of 64 bits with 63
 * count      = varint; never more than the octets that are left could hold
 * text       = a value that is a string
 * name       = varint 0, count, UTF-8              new: the next of the message's table
 *            | varint k                            the k-th of the table, from 1
 *
 * NULL TRUE FALSE                                  nothing
 * BYTE octet   SHORT CHAR INT LONG zigzag          CHAR as varint
 * FLOAT DOUBLE                                     4, 8 octets, low first
 * LATIN1 UTF8 UTF16                                count of octets, octets (UTF16: low first)
 *
 * BIG_INTEGER  count, octets                       BIG_DECIMAL  zigzag scale, count, octets
 * UUID LOCALE URI PATH CLASS ... and java.time     in Scalars and in Times
 *
 * BYTES ... DOUBLES  count, elements low first     STRINGS  count, (text | NULL) ...
 * ARRAY        name of the component, count, value ...
 *
 * LIST ... CONCURRENT_SET   count, value ...       TREE_SET  comparator, count, value ...
 * MAP ... CONCURRENT_MAP    count, (value value)   TREE_MAP  comparator, count, (value value) ...
 * ENUM_SET     name, count, name ...               ENUM_MAP  name, count, (name value) ...
 * UNMODIFIABLE value                               a collection or map that is to be wrapped
 *
 * RECORD       name, count, value ...              in the order of the components
 * ENUM         name of the class, name of the constant
 * THROWABLE    in Throwables
 * LAMBDA       name: the nine words of its shape, a line each; count, value ...: what it captured
 * SERIALIZED   4 octets length, low first; a stream of java.io.ObjectOutputStream
 * </pre>
 */
final class Tag {
  static final int NULL = 0x00;
  static final int TRUE = 0x01;
  static final int FALSE = 0x02;
  static final int BYTE = 0x03;
  static final int SHORT = 0x04;
  static final int CHAR = 0x05;
  static final int INT = 0x06;
  static final int LONG = 0x07;
  static final int FLOAT = 0x08;
  static final int DOUBLE = 0x09;
  static final int LATIN1 = 0x0a;
  static final int UTF8 = 0x0b;
  static final int UTF16 = 0x0c;

  static final int BIG_INTEGER = 0x10;
  static final int BIG_DECIMAL = 0x11;
  static final int UUID = 0x12;
  static final int LOCALE = 0x13;
  static final int URI = 0x14;
  static final int PATH = 0x15;
  static final int CLASS = 0x16;
  static final int BIT_SET = 0x17;
  static final int OPTIONAL = 0x18;
  static final int OPTIONAL_INT = 0x19;
  static final int OPTIONAL_LONG = 0x1a;
  static final int OPTIONAL_DOUBLE = 0x1b;
  static final int ATOMIC_INTEGER = 0x1c;
  static final int ATOMIC_LONG = 0x1d;
  static final int ATOMIC_BOOLEAN = 0x1e;
  static final int DATE = 0x1f;

  static final int DURATION = 0x20;
  static final int INSTANT = 0x21;
  static final int LOCAL_DATE = 0x22;
  static final int LOCAL_TIME = 0x23;
  static final int LOCAL_DATE_TIME = 0x24;
  static final int OFFSET_TIME = 0x25;
  static final int OFFSET_DATE_TIME = 0x26;
  static final int ZONED_DATE_TIME = 0x27;
  static final int ZONE_OFFSET = 0x28;
  static final int ZONE_REGION = 0x29;
  static final int PERIOD = 0x2a;
  static final int YEAR = 0x2b;
  static final int YEAR_MONTH = 0x2c;
  static final int MONTH_DAY = 0x2d;

  static final int BOOLEANS = 0x30;
  static final int BYTES = 0x31;
  static final int SHORTS = 0x32;
  static final int CHARS = 0x33;
  static final int INTS = 0x34;
  static final int LONGS = 0x35;
  static final int FLOATS = 0x36;
  static final int DOUBLES = 0x37;
  static final int STRINGS = 0x38;
  static final int ARRAY = 0x39;

  static final int LIST = 0x40;
  static final int ARRAY_LIST = 0x41;
  static final int LINKED_LIST = 0x42;
  static final int ARRAY_DEQUE = 0x43;
  static final int AS_LIST = 0x44;
  static final int SET = 0x45;
  static final int HASH_SET = 0x46;
  static final int LINKED_HASH_SET = 0x47;
  static final int TREE_SET = 0x48;
  static final int CONCURRENT_SET = 0x49;
  static final int ENUM_SET = 0x4a;
  static final int UNMODIFIABLE = 0x4b;
  static final int ENTRY = 0x4c;
  static final int SIMPLE_ENTRY = 0x4d;
  static final int REVERSE_ORDER = 0x4e;
  static final int IGNORE_CASE = 0x4f;

  static final int MAP = 0x50;
  static final int HASH_MAP = 0x51;
  static final int LINKED_HASH_MAP = 0x52;
  static final int TREE_MAP = 0x53;
  static final int CONCURRENT_MAP = 0x54;
  static final int ENUM_MAP = 0x55;

  static final int RECORD = 0x60;
  static final int ENUM = 0x61;
  static final int THROWABLE = 0x62;
  static final int LAMBDA = 0x63;
  static final int SERIALIZED = 0x64;

  /** No tag: values of such a class are not sent. */
  static final int NONE = -1;

  /** By name, so that a class is loaded by whoever has a value of it and by nobody else. */
  private static final Map<String, Integer> OF_JDK = new HashMap<>(128);

  static {
    lang();
    util();
    time();
    lists();
    maps();
  }

  private Tag() {}

  /** What a class of java.base is sent as. */
  static int ofJdk(String name) {
    Integer tag = OF_JDK.get(name);
    return tag == null ? NONE : tag;
  }

  private static void lang() {
    OF_JDK.put("java.lang.Boolean", TRUE);
    OF_JDK.put("java.lang.Byte", BYTE);
    OF_JDK.put("java.lang.Short", SHORT);
    OF_JDK.put("java.lang.Character", CHAR);
    OF_JDK.put("java.lang.Integer", INT);
    OF_JDK.put("java.lang.Long", LONG);
    OF_JDK.put("java.lang.Float", FLOAT);
    OF_JDK.put("java.lang.Double", DOUBLE);
    OF_JDK.put("java.lang.String", LATIN1);
    OF_JDK.put("java.lang.Class", CLASS);
    OF_JDK.put("java.math.BigInteger", BIG_INTEGER);
    OF_JDK.put("java.math.BigDecimal", BIG_DECIMAL);
    OF_JDK.put("java.lang.String$CaseInsensitiveComparator", IGNORE_CASE);
  }

  private static void util() {
    OF_JDK.put("java.util.UUID", UUID);
    OF_JDK.put("java.util.Locale", LOCALE);
    OF_JDK.put("java.net.URI", URI);
    OF_JDK.put("java.util.BitSet", BIT_SET);
    OF_JDK.put("java.util.Optional", OPTIONAL);
    OF_JDK.put("java.util.OptionalInt", OPTIONAL_INT);
    OF_JDK.put("java.util.OptionalLong", OPTIONAL_LONG);
    OF_JDK.put("java.util.OptionalDouble", OPTIONAL_DOUBLE);
    OF_JDK.put("java.util.concurrent.atomic.AtomicInteger", ATOMIC_INTEGER);
    OF_JDK.put("java.util.concurrent.atomic.AtomicLong", ATOMIC_LONG);
    OF_JDK.put("java.util.concurrent.atomic.AtomicBoolean", ATOMIC_BOOLEAN);
    OF_JDK.put("java.util.Date", DATE);
    OF_JDK.put("java.util.Collections$ReverseComparator", REVERSE_ORDER);
  }

  private static void time() {
    OF_JDK.put("java.time.Duration", DURATION);
    OF_JDK.put("java.time.Instant", INSTANT);
    OF_JDK.put("java.time.LocalDate", LOCAL_DATE);
    OF_JDK.put("java.time.LocalTime", LOCAL_TIME);
    OF_JDK.put("java.time.LocalDateTime", LOCAL_DATE_TIME);
    OF_JDK.put("java.time.OffsetTime", OFFSET_TIME);
    OF_JDK.put("java.time.OffsetDateTime", OFFSET_DATE_TIME);
    OF_JDK.put("java.time.ZonedDateTime", ZONED_DATE_TIME);
    OF_JDK.put("java.time.ZoneOffset", ZONE_OFFSET);
    OF_JDK.put("java.time.ZoneRegion", ZONE_REGION);
    OF_JDK.put("java.time.Period", PERIOD);
    OF_JDK.put("java.time.Year", YEAR);
    OF_JDK.put("java.time.YearMonth", YEAR_MONTH);
    OF_JDK.put("java.time.MonthDay", MONTH_DAY);
  }

  private static void lists() {
    OF_JDK.put("java.util.ImmutableCollections$List12", LIST);
    OF_JDK.put("java.util.ImmutableCollections$ListN", LIST);
    OF_JDK.put("java.util.ImmutableCollections$SubList", LIST);
    OF_JDK.put("java.util.Collections$EmptyList", LIST);
    OF_JDK.put("java.util.Collections$SingletonList", LIST);
    OF_JDK.put("java.util.Collections$CopiesList", LIST);
    OF_JDK.put("java.util.ArrayList", ARRAY_LIST);
    OF_JDK.put("java.util.LinkedList", LINKED_LIST);
    OF_JDK.put("java.util.ArrayDeque", ARRAY_DEQUE);
    OF_JDK.put("java.util.Arrays$ArrayList", AS_LIST);
    OF_JDK.put("java.util.ImmutableCollections$Set12", SET);
    OF_JDK.put("java.util.ImmutableCollections$SetN", SET);
    OF_JDK.put("java.util.Collections$EmptySet", SET);
    OF_JDK.put("java.util.Collections$SingletonSet", SET);
    OF_JDK.put("java.util.HashSet", HASH_SET);
    OF_JDK.put("java.util.LinkedHashSet", LINKED_HASH_SET);
    OF_JDK.put("java.util.TreeSet", TREE_SET);
    OF_JDK.put("java.util.concurrent.ConcurrentHashMap$KeySetView", CONCURRENT_SET);
    OF_JDK.put("java.util.RegularEnumSet", ENUM_SET);
    OF_JDK.put("java.util.JumboEnumSet", ENUM_SET);
    unmodifiable("Collection", "SequencedCollection", "List", "RandomAccessList");
    unmodifiable("Set", "SequencedSet", "SortedSet", "NavigableSet");
  }

  private static void maps() {
    OF_JDK.put("java.util.ImmutableCollections$Map1", MAP);
    OF_JDK.put("java.util.ImmutableCollections$MapN", MAP);
    OF_JDK.put("java.util.Collections$EmptyMap", MAP);
    OF_JDK.put("java.util.Collections$SingletonMap", MAP);
    OF_JDK.put("java.util.HashMap", HASH_MAP);
    OF_JDK.put("java.util.LinkedHashMap", LINKED_HASH_MAP);
    OF_JDK.put("java.util.TreeMap", TREE_MAP);
    OF_JDK.put("java.util.concurrent.ConcurrentHashMap", CONCURRENT_MAP);
    OF_JDK.put("java.util.EnumMap", ENUM_MAP);
    unmodifiable("Map", "SequencedMap", "SortedMap", "NavigableMap");
    OF_JDK.put("java.util.KeyValueHolder", ENTRY);
    OF_JDK.put("java.util.AbstractMap$SimpleEntry", SIMPLE_ENTRY);
    OF_JDK.put("java.util.AbstractMap$SimpleImmutableEntry", UNMODIFIABLE);
  }

  private static void unmodifiable(String... kinds) {
    for (String kind : kinds) {
      OF_JDK.put("java.util.Collections$Unmodifiable" + kind, UNMODIFIABLE);
    }
  }
}
