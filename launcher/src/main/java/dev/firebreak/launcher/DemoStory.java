package dev.firebreak.launcher;

import dev.firebreak.api.Event;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.census.Share;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows the events of the demo's supervisor and tells what a watcher wants to know. */
final class DemoStory {
  private static final Pattern COUNTED = Pattern.compile("([0-9]+) classes");

  private final SequencedMap<String, DemoChild> children = new LinkedHashMap<>();
  private final Consumer<String> tell;
  private Optional<String> failure = Optional.empty();

  /**
   * Begins.
   *
   * @param folder where the children publish
   * @param tell told each sentence
   */
  DemoStory(Map<String, Share> shares, Path folder, Consumer<String> tell) {
    shares.forEach((name, share) -> children.put(name, new DemoChild(name, share, folder)));
    this.tell = tell;
  }

  List<DemoChild> children() {
    return List.copyOf(children.values());
  }

  /** Class files that are counted, over all children. */
  long counted() {
    return children.values().stream().mapToLong(DemoChild::counted).sum();
  }

  /** Whether every child did its whole share. */
  boolean done() {
    return children.values().stream().allMatch(DemoChild::isDone);
  }

  /** Why the supervisor could not go on, if it could not. */
  Optional<String> failure() {
    return failure;
  }

  void on(Event event) {
    switch (event) {
      case Event.OfChild ofChild -> {
        DemoChild child = children.get(ofChild.child().name());
        if (child != null) {
          on(child, ofChild);
        }
      }
      case Event.GaveUp gaveUp -> failure = Optional.of(gaveUp.sentence());
      case Event.Notice notice when notice.weight() != Event.Weight.DETAIL ->
          tell.accept("  " + notice.sentence());
      case Event.SelfPaused paused -> tell.accept("  " + paused.sentence());
      case Event.SupervisorStarted _,
          Event.RestartPlanned _,
          Event.NotRestarted _,
          Event.Asked _,
          Event.SpareReady _,
          Event.SpareLost _,
          Event.SupervisorStopping _,
          Event.SupervisorStopped _,
          Event.Notice _ -> {}
    }
  }

  private void on(DemoChild child, Event.OfChild event) {
    switch (event) {
      case Event.Spawned spawned ->
          child.spawned(spawned.child().generation(), event.child().pid());
      case Event.Ready ready -> ready(child, ready);
      case Event.Noted noted -> {
        Matcher words = COUNTED.matcher(noted.note());
        if (words.matches()) {
          child.counted(Long.parseLong(words.group(1)));
        }
      }
      case Event.Unhealthy unhealthy when unhealthy.step() == Event.Step.OBSERVE ->
          tell.accept(
              "? %s (pid %d): %s; the limit is %s"
                  .formatted(
                      child.name(), child.pid(), unhealthy.seen(), seconds(unhealthy.limit())));
      case Event.Ended ended when ended.verdict().cause().abnormal() -> ended(child, ended);
      case Event.Ended ended when ended.verdict().cause() == Cause.NORMAL -> child.done();
      case Event.Ended _,
          Event.StageReached _,
          Event.StopStep _,
          Event.Recovered _,
          Event.Unhealthy _ -> {} // of the last: further steps, which the fault log tells
    }
  }

  private void ready(DemoChild child, Event.Ready ready) {
    child.ready();
    ready
        .failover()
        .ifPresent(took -> {
          child.back(took);
          tell.accept(
              "+ %s is back: pid %d was ready %s later and goes on with %d of its %d modules"
                  .formatted(
                      child.name(),
                      child.pid(),
                      millis(took),
                      child.lacking().size(),
                      child.share().modules().size()));
        });
  }

  private void ended(DemoChild child, Event.Ended ended) {
    long percent = child.percent();
    child.lost(DemoChild.words(ended.verdict(), ended.exit().toString()), child.published());
    tell.accept(
        "- %s (pid %d) %s at %d %% of its share"
            .formatted(child.name(), child.pid(), did(ended), percent));
  }

  private static String did(Event.Ended ended) {
    return switch (ended.verdict().cause()) {
      case KILLED, KILLED_BY_OPERATOR -> "was killed by SIGKILL";
      case EXIT_CODE, HALT -> "ended itself with " + ended.exit();
      case HEAP_OOM -> "filled its heap of " + DemoPlan.HEAP;
      case STALL, HANG, OVERDUE, DEADLOCK, GC_THRASH -> "was stuck and its supervisor killed it";
      case NORMAL,
          STOPPED,
          TERMINATED,
          START_FAILED,
          START_TIMEOUT,
          EXCEPTION,
          SIGNALLED,
          KERNEL_OOM,
          METASPACE_OOM,
          DIRECT_OOM,
          THREADS_OOM,
          OTHER_OOM,
          NATIVE_CRASH,
          PROBE_FAILED,
          LINK_BROKEN,
          UNKNOWN ->
          "ended with %s (%s)".formatted(ended.exit(), ended.verdict().sentence());
    };
  }

  static String millis(Duration span) {
    return span.toMillis() + " ms";
  }

  static String seconds(Duration span) {
    return String.format(Locale.ROOT, "%.1f s", span.toNanos() / 1e9);
  }
}
