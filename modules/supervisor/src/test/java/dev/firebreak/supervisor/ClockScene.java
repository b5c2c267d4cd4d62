package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Event.Step;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Program;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.api.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One child whose clocks a test sets, and what is told of it. */
abstract class ClockScene {
  static final Duration SECOND = Duration.ofSeconds(1);
  static final Limits LIMITS =
      Limits.DEFAULT
          .withProgress(Optional.of(Duration.ofSeconds(20)))
          .with(
              new Limits.Health(
                  Duration.ofSeconds(10),
                  Optional.of(Duration.ofSeconds(10)),
                  Duration.ofSeconds(3),
                  Duration.ofSeconds(5)));
  static final Dump DEADLOCK =
      new Dump(Dump.TAKEN, List.of(new Dump.Waiting("left", "Lock", "right")));

  Theatre theatre;
  FakeSpawner.FakeWorker a;

  void open(ChildSpec spec, boolean task) {
    theatre = new Theatre(SupervisorSpec.of("sup", spec.with(LIMITS)));
    theatre.spawner.task = task;
    theatre.start();
    a = theatre.spawner.of("a");
  }

  void program() {
    open(Theatre.child("a"), false);
  }

  void worker() {
    Program.Worker pooled =
        new Program.Worker(List.of(Path.of("app.jar")), List.of(), Optional.empty());
    open(ChildSpec.of("a", pooled), true);
  }

  List<Step> steps() {
    return theatre.told(Event.Unhealthy.class).stream().map(Event.Unhealthy::step).toList();
  }

  Verdict only() {
    var ends = theatre.told(Event.Ended.class);
    assertEquals(1, ends.size(), () -> "ends: " + ends);
    return ends.getFirst().verdict();
  }

  /** Lets a child work: it beats, uses CPU and tells so much progress a second. */
  void work(int seconds, int progress) {
    for (int i = 0; i < seconds; i++) {
      a.progress += progress;
      if (progress > 0) {
        a.lastProgress = theatre.loop.nanos();
      }
      a.look = new Worker.Look('S', a.look.cpu().plusMillis(500));
      theatre.advance(SECOND);
    }
  }

  void gc(double share, double full) {
    a.gcShare = share;
    a.gcFull = full;
  }

  void rest(int seconds) {
    for (int i = 0; i < seconds; i++) {
      a.look = new Worker.Look('S', a.look.cpu().plusMillis(5));
      theatre.advance(SECOND);
    }
  }
}
