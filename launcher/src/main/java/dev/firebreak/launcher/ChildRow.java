package dev.firebreak.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A child as its supervisor's answer tells it: a {@link dev.firebreak.api.ChildStatus} of possibly
 * another version, so every member may be missing.
 */
record ChildRow(Map<?, ?> members) {
  /** A child of which only the path is known. */
  static ChildRow named(String path) {
    return new ChildRow(Map.of("id", Map.of("path", path)));
  }

  private Map<?, ?> id() {
    return members.get("id") instanceof Map<?, ?> id ? id : Map.of();
  }

  /** Its path, the supervisor's name first. */
  String path() {
    return text(id(), "path");
  }

  long pid() {
    return number(id(), "pid");
  }

  long generation() {
    return number(id(), "generation");
  }

  /** In lower case. */
  String state() {
    return text(members, "state").toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  long restarts() {
    return number(members, "restarts");
  }

  Duration since(Instant now) {
    try {
      return Duration.between(Instant.parse(text(members, "since")), now);
    } catch (java.time.DateTimeException e) {
      return Duration.ZERO; // another version's: shown as just now
    }
  }

  Optional<Duration> beat() {
    return members.get("beat") instanceof Number millis
        ? Optional.of(Duration.ofNanos((long) (millis.doubleValue() * 1e6)))
        : Optional.empty();
  }

  String note() {
    return text(members, "note");
  }

  /** Why its process before this one ended: a word; empty if there was none. */
  String lastCause() {
    return members.get("last") instanceof Map<?, ?> last
        ? text(last, "cause").toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
        : "";
  }

  private static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }

  private static long number(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.longValue() : 0;
  }
}
