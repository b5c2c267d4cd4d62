package dev.firebreak.launcher;

import dev.firebreak.api.Limits;
import java.time.Duration;
import java.util.Optional;

/** Reads the {@code limits} of a child, and sees that its clocks fit together. */
final class LimitsReader {
  private static final Limits USUAL = Limits.DEFAULT;

  /** Health is looked at twice a second. */
  private static final Duration LEAST_LOOKS = Duration.ofSeconds(1);

  /** What garbage collection did is kept for so long. */
  private static final Duration LONGEST_WINDOW = Duration.ofMinutes(1);

  private final Section table;

  LimitsReader(Section table) {
    this.table = table;
  }

  Optional<Limits> read() {
    int before = table.faults().all().size();
    Duration jvmUp = span("jvm-up", USUAL.jvmUp());
    Duration layer = span("layer-built", USUAL.layerBuilt());
    Duration ready = span("ready", USUAL.ready());
    Duration beat = span("beat", USUAL.beat());
    Duration silence = span("silence", USUAL.silence());
    Duration deaf = span("deaf", USUAL.deaf());
    Optional<Duration> progress = orNone("progress", USUAL.progress());
    Duration ask = span("ask", USUAL.ask());
    Duration interrupt = span("interrupt", USUAL.interrupt());
    Duration terminate = span("terminate", USUAL.terminate());
    Duration window = span("gc-window", USUAL.health().window());
    Optional<Duration> idle = orNone("idle", USUAL.health().idle());
    Duration dump = span("dump", USUAL.health().dump());
    Duration drain = span("drain", USUAL.health().drain());
    table.close();
    if (silence.compareTo(beat.multipliedBy(2)) < 0) {
      conflict("silence", silence, "is under twice", "beat", beat, "every child would seem silent");
    }
    if (deaf.compareTo(silence) < 0) {
      conflict("deaf", deaf, "is under", "silence", silence, "deaf is for a child that uses CPU");
    }
    if (progress.isPresent() && progress.get().compareTo(beat) <= 0) {
      conflict(
          "progress", progress.get(), "is not above", "beat", beat, "progress travels with it");
    }
    between("gc-window", window, LEAST_LOOKS, LONGEST_WINDOW);
    idle.ifPresent(limit -> between("idle", limit, LEAST_LOOKS, Duration.ofDays(1)));
    return table.faults().all().size() > before
        ? Optional.empty()
        : Optional.of(
            new Limits(
                jvmUp,
                layer,
                ready,
                beat,
                silence,
                deaf,
                progress,
                ask,
                interrupt,
                terminate,
                new Limits.Health(window, idle, dump, drain)));
  }

  private void between(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      table
          .faults()
          .add(
              table.at(key),
              "[%s] %s = %s: give a time from %s to %s",
              table.path(),
              key,
              Spans.exact(value),
              Spans.exact(least),
              Spans.exact(most));
    }
  }

  private Duration span(String key, Duration usual) {
    Duration given = table.span(key).orElse(usual);
    if (!given.isPositive()) {
      table.faults().add(table.at(key), "[%s] %s must be above 0", table.path(), key);
      return usual;
    }
    return given;
  }

  private Optional<Duration> orNone(String key, Optional<Duration> usual) {
    Optional<Section.Found> found = table.find(key);
    if (found.isPresent() && found.get().value().equals("none")) {
      return Optional.empty();
    }
    return found.isEmpty() ? usual : table.span(key);
  }

  private void conflict(
      String key, Duration value, String words, String other, Duration others, String why) {
    boolean own = table.has(key);
    table
        .faults()
        .add(
            table.at(own ? key : other),
            "[%s] %s %s %s: %s",
            table.path(),
            table.side(key, Spans.exact(value)),
            words,
            table.side(other, Spans.exact(others)),
            why);
  }
}
