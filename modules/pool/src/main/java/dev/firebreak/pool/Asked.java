package dev.firebreak.pool;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Retry;
import dev.firebreak.link.CodecException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a task asks for: names and plain values, of which nothing is believed. */
final class Asked {
  /** Longer texts than this nobody means. */
  private static final int TEXT = 4096;

  private static final int TEXTS = 1000;

  private final Map<?, ?> values;

  private Asked(Map<?, ?> values) {
    this.values = values;
  }

  /**
   * Reads it.
   *
   * @throws RefusedException if it is none
   */
  static Asked read(byte[] bytes) {
    try {
      if (Plain.CODEC.decoder().of(bytes, 0, bytes.length).value() instanceof Map<?, ?> values) {
        return new Asked(values);
      }
      throw new RefusedException("its options are none", null);
    } catch (CodecException e) {
      throw new RefusedException("its options cannot be read: " + e.getMessage(), e);
    }
  }

  boolean has(String name) {
    return values.get(name) != null;
  }

  int integer(String name, int otherwise) {
    return values.get(name) instanceof Integer value ? value : otherwise;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  Optional<Duration> duration(String name) {
    if (values.get(name) instanceof Duration value) {
      // Its nanoseconds are to be a number: a limit of centuries is none.
      Duration most = Duration.ofDays(36_500);
      return Optional.of(value.compareTo(most) > 0 ? most : value);
    }
    return Optional.empty();
  }

  Optional<ByteSize> size(String name) {
    return values.get(name) instanceof Long value
        ? Optional.of(new ByteSize(value))
        : Optional.empty();
  }

  Optional<Retry> retry() {
    return values.get("retry") instanceof Integer times
        ? Optional.of(
            times < 0 ? Retry.never() : times == 0 ? Retry.ifNotStarted() : Retry.idempotent(times))
        : Optional.empty();
  }

  /** One line, for people and as a name; empty if it is absent. */
  String text(String name) {
    return values.get(name) instanceof String value ? line(name, value) : "";
  }

  private static String line(String name, @Nullable Object value) {
    if (!(value instanceof String text)
        || text.length() > TEXT
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "%s is no text of one line and at most %d characters".formatted(name, TEXT));
    }
    return text;
  }

  List<String> texts(String name) {
    List<String> all = new ArrayList<>();
    if (values.get(name) instanceof Collection<?> some) {
      if (some.size() > TEXTS) {
        throw new IllegalArgumentException("%s has more than %d texts".formatted(name, TEXTS));
      }
      some.forEach(each -> all.add(line(name, each)));
    }
    return all;
  }

  Map<String, String> map(String name) {
    Map<String, String> all = new HashMap<>();
    if (values.get(name) instanceof Map<?, ?> some) {
      if (some.size() > TEXTS) {
        throw new IllegalArgumentException("%s has more than %d texts".formatted(name, TEXTS));
      }
      some.forEach((key, value) -> all.put(line(name, key), line(name, value)));
    }
    return all;
  }

  Core.@Nullable Raw function(String name) {
    return values.get(name) instanceof byte[] code
        ? new Core.Raw(new Shipped.Bytes(code), "its " + name, Plain.CODEC)
        : null;
  }
}
