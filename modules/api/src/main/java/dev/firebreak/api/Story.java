package dev.firebreak.api;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The one place that turns events into sentences. */
final class Story {
  private Story() {}

  static Event.Weight weight(Event event) {
    return switch (event) {
      case Event.SupervisorStarted _, Event.SupervisorStopped _ -> Event.Weight.NORMAL;
      case Event.SupervisorStopping _, Event.Asked _ -> Event.Weight.NORMAL;
      case Event.Spawned _, Event.Ready _, Event.NotRestarted _ -> Event.Weight.NORMAL;
      case Event.StageReached _, Event.Noted _, Event.SpareReady _ -> Event.Weight.DETAIL;
      case Event.Ended ended ->
          ended.verdict().cause().abnormal() && !ended.expected()
              ? Event.Weight.WARNING
              : Event.Weight.NORMAL;
      case Event.StopStep step ->
          step.rung() == Rung.KILL && !step.asked() ? Event.Weight.WARNING : Event.Weight.NORMAL;
      case Event.RestartPlanned e ->
          endless(e.intensity()) ? Event.Weight.NORMAL : Event.Weight.WARNING;
      case Event.Unhealthy _, Event.SpareLost _ -> Event.Weight.WARNING;
      case Event.SelfPaused _ -> Event.Weight.WARNING;
      case Event.Recovered _ -> Event.Weight.NORMAL;
      case Event.GaveUp _ -> Event.Weight.ALARM;
      case Event.Notice notice -> notice.weight();
    };
  }

  static String sentence(Event event) {
    return switch (event) {
      case Event.SupervisorStarted e ->
          "supervisor %s (pid %d) starts %s"
              .formatted(e.subject(), e.pid(), count(e.children(), "child", "children"));
      case Event.Spawned e ->
          e.promoted()
              ? "%s: a spare takes over %s".formatted(e.child(), e.program())
              : "%s: spawned to run %s".formatted(e.child(), e.program());
      case Event.StageReached e ->
          "%s: %s after %s".formatted(e.child(), e.stage().words(), time(e.after()));
      case Event.Ready e -> "%s: ready %s".formatted(e.child(), ready(e));
      case Event.Noted e -> "%s: says \"%s\"".formatted(e.child(), e.note());
      case Event.Ended e -> ended(e);
      case Event.RestartPlanned e -> planned(e);
      case Event.NotRestarted e ->
          "%s: stays down, as it is %s".formatted(e.subject(), lower(e.restart()));
      case Event.StopStep e -> "%s: %s, because %s".formatted(e.child(), step(e.rung()), e.why());
      case Event.Unhealthy e ->
          "%s: %s clock: %s (limit %s%s); %s"
              .formatted(
                  e.child(),
                  e.clock(),
                  e.seen(),
                  time(e.limit()),
                  e.clipped().isZero()
                      ? ""
                      : ", our own pause of %s left out".formatted(time(e.clipped())),
                  e.done());
      case Event.Recovered e -> "%s: %s clock: well again".formatted(e.child(), e.clock());
      case Event.Asked e -> "%s: a person asked: %s".formatted(e.subject(), e.request());
      case Event.SpareReady e ->
          "%s: a spare (pid %d) stands ready after %s"
              .formatted(e.subject(), e.pid(), time(e.after()));
      case Event.SpareLost e ->
          "%s: a spare (pid %d) ended with %s: %s"
              .formatted(e.subject(), e.pid(), e.exit(), e.next());
      case Event.GaveUp e ->
          "%s: gives up: more than %s within %s; the last: %s. Mend its cause, then start it again"
              .formatted(
                  e.subject(),
                  count(e.intensity().restarts(), "restart", "restarts"),
                  time(e.intensity().period()),
                  e.last());
      case Event.SupervisorStopping e ->
          "supervisor %s stops, because %s".formatted(e.subject(), e.why());
      case Event.SupervisorStopped e ->
          "supervisor %s stopped; it took %s".formatted(e.subject(), time(e.took()));
      case Event.SelfPaused e ->
          "supervisor %s did not run for %s (suspended or starved); no child is blamed for it"
              .formatted(e.subject(), time(e.pause()));
      case Event.Notice e -> "%s: %s".formatted(e.subject(), e.text());
    };
  }

  private static String ended(Event.Ended e) {
    if (e.exit() instanceof Exit.NotSpawned) {
      return "%s: could not be spawned: %s".formatted(e.child(), e.verdict().sentence());
    }
    return "%s: ended with %s%s after %s: %s%s%s"
        .formatted(
            e.child(),
            e.exit(),
            e.stage() == Stage.READY ? "" : " while " + e.stage().words(),
            time(e.ran()),
            e.verdict().sentence(),
            incident(e.verdict()),
            tail(e.tail()));
  }

  private static String incident(Verdict verdict) {
    return verdict
        .incident()
        .map(folder -> "; see firebreak incidents show " + folder.getFileName())
        .orElse("");
  }

  private static String tail(List<String> lines) {
    return lines.isEmpty() ? "" : "; stderr ends with:\n    " + String.join("\n    ", lines);
  }

  private static String ready(Event.Ready e) {
    Optional<Duration> failover = e.failover();
    return "after %s".formatted(time(e.after()))
        + failover
            .map(took -> ", %s after the end of the one before".formatted(time(took)))
            .orElse("");
  }

  /** A pool's: its tasks may crash as often as they like. */
  private static boolean endless(Intensity intensity) {
    return intensity.restarts() == Integer.MAX_VALUE;
  }

  private static String planned(Event.RestartPlanned e) {
    return "%s: will be #%d %s%s%s"
        .formatted(
            e.subject(),
            e.generation(),
            e.delay().isZero() ? "at once" : "in " + time(e.delay()),
            endless(e.intensity())
                ? ""
                : " (restart %d of %d within %s)"
                    .formatted(e.count(), e.intensity().restarts(), time(e.intensity().period())),
            e.with().isEmpty() ? "" : ", together with " + String.join(", ", e.with()));
  }

  private static String step(Rung rung) {
    return switch (rung) {
      case ASK -> "asked to stop";
      case INTERRUPT -> "interrupted";
      case TERMINATE -> "sent SIGTERM";
      case KILL -> "sent SIGKILL, with all of its process group";
    };
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static String time(Duration span) {
    double millis = span.toNanos() / 1e6;
    if (millis < 10) {
      return "%.1f ms".formatted(millis);
    }
    if (millis < 10_000) {
      return "%.0f ms".formatted(millis);
    }
    return millis < 120_000 ? "%.1f s".formatted(millis / 1e3) : minutes(span);
  }

  private static String minutes(Duration span) {
    return span.toHours() > 0
        ? "%d h %d min".formatted(span.toHours(), span.toMinutesPart())
        : "%d min %d s".formatted(span.toMinutes(), span.toSecondsPart());
  }
}
