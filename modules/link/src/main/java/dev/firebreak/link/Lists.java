package dev.firebreak.link;

import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Collections and entries, and the comparators of sorted ones that the JDK has one of. */
final class Lists {
  private Lists() {}

  static void write(Encoder to, int kind, Object value) throws CodecException {
    switch (kind) {
      case Tag.REVERSE_ORDER, Tag.IGNORE_CASE -> to.tag(kind);
      case Tag.UNMODIFIABLE -> unmodifiable(to, value);
      case Tag.ENTRY, Tag.SIMPLE_ENTRY -> {
        to.tag(kind);
        entry(to, (Map.Entry<?, ?>) value);
      }
      case Tag.LIST -> {
        boolean nulls = hasNull((Collection<?>) value);
        if (nulls) {
          to.tag(Tag.UNMODIFIABLE);
        }
        to.tag(nulls ? Tag.ARRAY_LIST : Tag.LIST);
        elements(to, (Collection<?>) value);
      }
      case Tag.SET -> {
        boolean nulls = hasNull((Collection<?>) value);
        if (nulls) {
          to.tag(Tag.UNMODIFIABLE);
        }
        to.tag(nulls ? Tag.LINKED_HASH_SET : Tag.SET);
        elements(to, (Collection<?>) value);
      }
      case Tag.TREE_SET -> {
        to.tag(kind);
        comparator(to, ((SortedSet<?>) value).comparator());
        elements(to, (Collection<?>) value);
      }
      case Tag.CONCURRENT_SET -> {
        to.tag(kind);
        // Others may write to it; what its iterator sees is what is sent.
        elements(to, new ArrayList<>((Collection<?>) value));
      }
      case Tag.ENUM_SET -> Enums.write(to, (Set<?>) value);
      default -> {
        to.tag(kind);
        elements(to, (Collection<?>) value);
      }
    }
  }

  @SuppressWarnings({"unchecked", "JdkObsolete"}) // an object of any class; a LinkedList stays one
  static Object read(Decoder from, int tag) throws CodecException {
    return switch (tag) {
      case Tag.LIST -> List.of(whole(elements(from)));
      case Tag.ARRAY_LIST -> {
        int size = from.count(1);
        yield fill(from, size, new ArrayList<>(size));
      }
      case Tag.LINKED_LIST -> fill(from, from.count(1), new LinkedList<>());
      case Tag.ARRAY_DEQUE -> {
        int size = from.count(1);
        yield fill(from, size, new ArrayDeque<>(size));
      }
      case Tag.AS_LIST -> Arrays.asList(elements(from));
      case Tag.SET -> Set.of(whole(elements(from)));
      case Tag.HASH_SET -> {
        int size = from.count(1);
        yield fill(from, size, HashSet.newHashSet(size));
      }
      case Tag.LINKED_HASH_SET -> {
        int size = from.count(1);
        yield fill(from, size, LinkedHashSet.newLinkedHashSet(size));
      }
      case Tag.TREE_SET -> {
        Comparator<@Nullable Object> order = comparator(from);
        yield fill(from, from.count(1), new TreeSet<>(order));
      }
      case Tag.CONCURRENT_SET -> fill(from, from.count(1), ConcurrentHashMap.newKeySet());
      case Tag.ENUM_SET -> Enums.readSet(from);
      case Tag.UNMODIFIABLE -> unmodifiable(from);
      case Tag.ENTRY -> {
        Map.Entry<?, ?> entry = entry(from);
        yield Map.entry(entry.getKey(), entry.getValue());
      }
      case Tag.SIMPLE_ENTRY -> entry(from);
      case Tag.REVERSE_ORDER -> Collections.reverseOrder();
      default -> String.CASE_INSENSITIVE_ORDER;
    };
  }

  static void comparator(Encoder to, @Nullable Comparator<?> comparator) throws CodecException {
    try {
      to.write(comparator);
    } catch (CodecException e) {
      throw e.in(".comparator()");
    }
  }

  /** Null for the natural order. */
  @SuppressWarnings({"unchecked", "NullAway"}) // null is what TreeMap and TreeSet take
  static Comparator<@Nullable Object> comparator(Decoder from) throws CodecException {
    Object comparator = from.read();
    if (comparator != null && !(comparator instanceof Comparator<?>)) {
      throw CodecException.malformed(comparator.getClass().getName() + " as a comparator");
    }
    return (Comparator<@Nullable Object>) comparator;
  }

  static boolean hasNull(Iterable<?> values) {
    for (Object value : values) {
      if (value == null) {
        return true;
      }
    }
    return false;
  }

  /** What is wrapped, as the mutable kind that keeps its order. */
  private static void unmodifiable(Encoder to, Object value) throws CodecException {
    to.tag(Tag.UNMODIFIABLE);
    if (value instanceof Map<?, ?> map) {
      Maps.write(to, map instanceof SortedMap<?, ?> ? Tag.TREE_MAP : Tag.LINKED_HASH_MAP, map);
    } else if (value instanceof Map.Entry<?, ?>) {
      write(to, Tag.SIMPLE_ENTRY, value);
    } else if (value instanceof SortedSet<?>) {
      write(to, Tag.TREE_SET, value);
    } else {
      write(to, value instanceof Set<?> ? Tag.LINKED_HASH_SET : Tag.ARRAY_LIST, value);
    }
  }

  private static Object unmodifiable(Decoder from) throws CodecException {
    Object inner = from.read();
    if (inner instanceof ArrayList<?> list) {
      return Collections.unmodifiableList(list);
    }
    if (inner instanceof LinkedHashSet<?> set) {
      return Collections.unmodifiableSequencedSet(set);
    }
    if (inner instanceof TreeSet<?> set) {
      return Collections.unmodifiableNavigableSet((NavigableSet<?>) set);
    }
    if (inner instanceof LinkedHashMap<?, ?> map) {
      return Collections.unmodifiableSequencedMap(map);
    }
    if (inner instanceof TreeMap<?, ?> map) {
      return Collections.unmodifiableNavigableMap(map);
    }
    if (inner instanceof AbstractMap.SimpleEntry<?, ?> entry) {
      return new AbstractMap.SimpleImmutableEntry<>(entry);
    }
    throw CodecException.malformed("something unmodifiable that is no collection");
  }

  private static void entry(Encoder to, Map.Entry<?, ?> entry) throws CodecException {
    try {
      to.write(entry.getKey());
    } catch (CodecException e) {
      throw e.in(".getKey()");
    }
    try {
      to.write(entry.getValue());
    } catch (CodecException e) {
      throw e.in(".getValue()");
    }
  }

  private static Map.Entry<?, ?> entry(Decoder from) throws CodecException {
    Object key = from.read();
    return new AbstractMap.SimpleEntry<@Nullable Object, @Nullable Object>(key, from.read());
  }

  private static void elements(Encoder to, Collection<?> values) throws CodecException {
    int size = values.size();
    to.count(size);
    int i = 0;
    try {
      for (Object value : values) {
        to.write(value);
        i++;
      }
    } catch (CodecException e) {
      throw e.in(CodecException.index(i));
    }
    if (i != size) {
      throw changed(values);
    }
  }

  static CodecException changed(Object what) {
    return new CodecException(
        what.getClass().getName() + " was changed by another thread while it was taken apart");
  }

  private static @Nullable Object[] elements(Decoder from) throws CodecException {
    @Nullable Object[] values = new @Nullable Object[from.count(1)];
    int i = 0;
    try {
      for (; i < values.length; i++) {
        values[i] = from.read();
      }
    } catch (CodecException e) {
      throw e.in(CodecException.index(i));
    }
    return values;
  }

  @SuppressWarnings("NullAway") // it has looked at each
  private static Object[] whole(@Nullable Object[] values) throws CodecException {
    for (Object value : values) {
      if (value == null) {
        throw CodecException.malformed("null in a collection that has none");
      }
    }
    return values;
  }

  private static Object fill(Decoder from, int size, Collection<@Nullable Object> into)
      throws CodecException {
    int i = 0;
    try {
      for (; i < size; i++) {
        into.add(from.read());
      }
    } catch (CodecException e) {
      throw e.in(CodecException.index(i));
    }
    return into;
  }
}
