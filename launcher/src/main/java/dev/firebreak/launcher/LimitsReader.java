package dev.firebreak.launcher;

import dev.firebreak.api.Limits;
import java.time.Duration;
import java.util.Optional;

/** Reads the {@code limits} of a child, and sees that its clocks fit together. */
final class LimitsReader {
  private static final Limits USUAL = Limits.DEFAULT;
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
    Optional<Duration> progress = progress();
    Duration ask = span("ask", USUAL.ask());
    Duration interrupt = span("interrupt", USUAL.interrupt());
    Duration terminate = span("terminate", USUAL.terminate());
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
    return table.faults().all().size() > before
        ? Optional.empty()
        : Optional.of(
            new Limits(
                jvmUp, layer, ready, beat, silence, deaf, progress, ask, interrupt, terminate));
  }

  private Duration span(String key, Duration usual) {
    Duration given = table.span(key).orElse(usual);
    if (!given.isPositive()) {
      table.faults().add(table.at(key), "[%s] %s must be above 0", table.path(), key);
      return usual;
    }
    return given;
  }

  private Optional<Duration> progress() {
    Optional<Section.Found> found = table.find("progress");
    if (found.isPresent() && found.get().value().equals("none")) {
      return Optional.empty();
    }
    return found.isEmpty() ? USUAL.progress() : table.span("progress");
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
