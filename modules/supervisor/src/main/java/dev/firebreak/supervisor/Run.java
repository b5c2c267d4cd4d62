package dev.firebreak.supervisor;

import dev.firebreak.api.ChildId;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Rung;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One process of a child, from its spawn to its end: its stages, its stop ladder, its verdict.
 *
 * <p>For maintainers: owned by the loop. Whatever asks for an end only ever begins one; the end
 * itself is {@link Report.Ended}, which comes once. The first reason for an end is the one that is
 * told.
 */
final class Run {
  /** Who wants to know. */
  interface Owner {
    void reached(Run run);

    /** Why it is about to be stopped, where its turn has not come yet. */
    Optional<String> stopIsDue();

    void ended(Run run, Report.Ended end, Verdict verdict);
  }

  private static final int SIGTERM = 15;

  /** What garbage collection did so long before a kill may be behind its reason. */
  private static final Duration LATELY = Duration.ofMillis(1200);

  private final Context context;
  private final Owner owner;
  final ChildSpec spec;
  final Worker worker;
  private final Facts facts = new Facts();
  private final Dumps dumps;
  private final Health health;
  private long spawned; // when its process was created; before that, when it was asked for
  private ChildId id;
  private boolean task;
  private Duration terminate;
  private Loop.@Nullable Timer nextStep;
  private String note = "";
  private final Instant since;

  /**
   * Makes the process, or takes over a spare.
   *
   * @param make gives the hand on it, and is given where its reports go
   */
  Run(
      Context context,
      Owner owner,
      ChildSpec spec,
      ChildId id,
      Function<Consumer<Report>, Worker> make) {
    this.context = context;
    this.owner = owner;
    this.spec = spec;
    this.id = id;
    this.spawned = context.loop().nanos();
    this.since = context.loop().now();
    this.terminate = spec.limits().terminate();
    this.worker = make.apply(report -> context.loop().post(() -> on(report)));
    this.dumps = new Dumps(worker, spec.limits().health().dump());
    this.health = new Health(context, this, spec.limits(), spawned);
  }

  /** A spare became this run: its JVM is up and its modules are resolved. */
  void promoted() {
    tell(new Event.Spawned(now(), id, spec.program().title(), true));
    enter(Stage.LAYER);
    worker.promote(id.generation());
  }

  void on(Report report) {
    switch (report) {
      case Report.Spawned(long pid, long started) -> {
        id = new ChildId(id.path(), id.generation(), pid, started);
        spawned = context.loop().nanos();
        tell(new Event.Spawned(now(), id, spec.program().title(), false));
        enter(Stage.JVM);
      }
      case Report.Hello() -> enter(Stage.LAYER);
      case Report.SpareReady() -> {} // it was promoted meanwhile
      case Report.MainReached(boolean isTask) -> {
        task = isTask;
        enter(Stage.MAIN);
      }
      case Report.Ready() -> enter(Stage.READY);
      case Report.Noted(String text) -> {
        note = text;
        tell(new Event.Noted(now(), id, text));
      }
      case Report.Notice(boolean warning, String sentence) ->
          tell(
              new Event.Notice(
                  now(),
                  id.path(),
                  warning ? Event.Weight.WARNING : Event.Weight.NORMAL,
                  sentence));
      case Report.Failed failed -> facts.failed = failed;
      case Report.Threw threw -> facts.threw = threw;
      case Report.OutOfMemory oom -> facts.outOfMemory = oom;
      case Report.Leaving() -> facts.leaving = true;
      case Report.ProbeFailed(int inRow, String sentence) -> health.probeFailed(inRow, sentence);
      case Report.ProbeRecovered() -> tell(new Event.Recovered(now(), id, "probe"));
      case Report.Dumped(Dump dump) -> {
        health.dumped(dump);
        dumps.came(dump);
      }
      case Report.LinkBroken(String sentence) -> kill(Verdict.Cause.LINK_BROKEN, sentence);
      case Report.Ended ended -> end(ended);
    }
  }

  private void enter(Stage stage) {
    if (stage.compareTo(facts.stage) <= 0) {
      return;
    }
    facts.stage = stage;
    health.entered(stage, context.loop().nanos());
    if (stage == Stage.LAYER || stage == Stage.MAIN) {
      tell(new Event.StageReached(now(), id, stage, age()));
    }
    owner.reached(this);
  }

  private void end(Report.Ended ended) {
    cancelStep();
    if (facts.stopped == null && facts.fault == null && byTerm(ended.exit())) {
      // SIGTERM went to all of us, as service managers send it: it only came before its turn
      facts.stopped = owner.stopIsDue().orElse(null);
    }
    Facts.Fault fault = facts.fault;
    boolean expected = fault == null ? facts.stopped != null : fault.asked();
    Verdict verdict = kept(Verdicts.of(facts, ended), ended, expected);
    List<String> tail = expected || !verdict.cause().abnormal() ? List.of() : ended.stderr();
    tell(new Event.Ended(now(), id, ended.exit(), verdict, facts.stage, age(), expected, tail));
    owner.ended(this, ended, verdict);
  }

  private Verdict kept(Verdict verdict, Report.Ended ended, boolean expected) {
    if (expected || !verdict.cause().abnormal()) {
      return verdict;
    }
    return worker
        .keep(new Worker.Ending(now(), id, ended.exit(), verdict, facts.stage, age()))
        .map(verdict::at)
        .orElse(verdict);
  }

  private static boolean byTerm(Exit exit) {
    return exit instanceof Exit.Signal(int number) && number == SIGTERM;
  }

  /** Begins to stop it, by the ladder. Said again, it changes nothing. */
  void stop(String why) {
    if (facts.stopped == null && facts.fault == null) {
      facts.stopped = why;
      step(asks() ? Rung.ASK : Rung.TERMINATE, why);
    }
  }

  /** Ends it at once, because somebody asked for it. */
  void killNow(String why) {
    if (facts.stopped == null) {
      facts.stopped = why;
    }
    if (facts.rung != Rung.KILL) {
      step(Rung.KILL, why);
    }
  }

  /** Ends it at once, because of a fault. */
  void kill(Verdict.Cause cause, String sentence) {
    kill(new Facts.Fault(cause, sentence));
  }

  private void kill(Facts.Fault fault) {
    if (facts.stopped == null && facts.fault == null) {
      facts.fault = fault;
      step(Rung.KILL, fault.sentence());
    }
  }

  /** The same, with what its threads and its heap say of it. */
  void kill(Facts.Fault fault, @Nullable Dump dump) {
    kill(fault.explainedBy(dump == null ? Dump.none("") : dump, heap()));
  }

  private Worker.Gc heap() {
    return worker.gc(context.loop().nanos() - LATELY.toNanos());
  }

  /**
   * Ends it because of a fault that was seen from outside, when its threads have been looked at;
   * one that is being stopped and takes its time is ended at once.
   */
  void killFor(Verdict.Cause cause, String sentence) {
    if (facts.stopped != null && facts.rung != Rung.KILL) {
      step(Rung.KILL, sentence);
    } else if (facts.stopped == null && facts.fault == null) {
      Facts.Fault fault = new Facts.Fault(cause, sentence).seenFrom(worker.look());
      Worker.Gc heap = heap();
      facts.fault = fault;
      dump(taken -> killAfter(fault.explainedBy(taken, heap)));
    }
  }

  private void killAfter(Facts.Fault fault) {
    if (facts.rung != Rung.KILL) {
      facts.fault = fault;
      step(Rung.KILL, fault.sentence());
    }
  }

  /** Asks its task to return because of a fault, and kills it if it does not. */
  void askFor(Facts.Fault seen, Dump dump, Duration limit, Runnable killing) {
    if (facts.stopped == null && facts.fault == null) {
      Facts.Fault fault = seen.explainedBy(dump, heap());
      facts.fault = fault;
      step(Rung.ASK, fault.sentence());
      cancelStep();
      nextStep =
          context
              .loop()
              .after(
                  limit,
                  () -> {
                    killing.run();
                    killAfter(fault);
                  });
    }
  }

  /** Whether its task can be asked to return. */
  boolean asks() {
    return task && facts.stage.compareTo(Stage.MAIN) >= 0;
  }

  /** Has its threads dumped. */
  void dump(Consumer<Dump> then) {
    dumps.take(facts.stage, context.loop().nanos(), then);
  }

  /**
   * Ends it because of a fault by SIGTERM, and where that does nothing by SIGKILL; when its threads
   * have been looked at, unless somebody asked for just this end.
   *
   * @param grace how long it has to end after SIGTERM, its shutdown hooks included
   */
  void endFor(Facts.Fault fault, Duration grace) {
    if (facts.stopped != null) {
      killFor(fault.cause(), fault.sentence());
    } else if (facts.fault == null) {
      facts.fault = fault;
      terminate = grace;
      if (fault.asked()) {
        step(Rung.TERMINATE, fault.sentence());
      } else {
        Facts.Fault seen = fault.seenFrom(worker.look());
        Worker.Gc heap = heap();
        facts.fault = seen;
        dump(taken -> endAfter(seen.explainedBy(taken, heap)));
      }
    }
  }

  private void endAfter(Facts.Fault told) {
    if (facts.rung == null) {
      facts.fault = told;
      step(Rung.TERMINATE, told.sentence());
    }
  }

  void signal(int number) {
    facts.operatorSignal = number;
    worker.signal(number);
  }

  private void step(Rung rung, String why) {
    cancelStep();
    facts.rung = rung;
    boolean asked = facts.fault != null && facts.fault.asked();
    tell(new Event.StopStep(now(), id, rung, why, asked));
    Limits limits = spec.limits();
    switch (rung) {
      case ASK -> {
        worker.ask();
        stepAfter(limits.ask(), Rung.INTERRUPT, "it did not return within");
      }
      case INTERRUPT -> {
        worker.interrupt();
        stepAfter(limits.interrupt(), Rung.TERMINATE, "it did not return within");
      }
      case TERMINATE -> {
        worker.terminate();
        stepAfter(terminate, Rung.KILL, "it did not end within");
      }
      case KILL -> worker.kill();
    }
  }

  private void stepAfter(Duration limit, Rung next, String words) {
    nextStep =
        context
            .loop()
            .after(limit, () -> step(next, words + " " + limit.toMillis() + " ms of that"));
  }

  private void cancelStep() {
    if (nextStep != null) {
      nextStep.cancel();
      nextStep = null;
    }
  }

  /** Looks after its health. */
  void look(long now) {
    dumps.look(now);
    if (facts.rung == null && facts.fault == null) {
      health.look(now);
    }
  }

  /** Takes a pause of the supervisor itself off its clocks. */
  void excuse(long pause) {
    dumps.excuse(pause);
    health.excuse(pause, context.loop().nanos());
  }

  ChildId id() {
    return id;
  }

  Stage stage() {
    return facts.stage;
  }

  boolean stopping() {
    return facts.rung != null || facts.fault != null;
  }

  /** Whether it never was ready, for a reason that a new try does not change. */
  boolean hopeless() {
    Report.Failed failed = facts.failed;
    return failed != null && failed.lasting() && facts.stage.compareTo(Stage.READY) < 0;
  }

  String note() {
    return note;
  }

  Instant since() {
    return since;
  }

  Duration age() {
    return Duration.ofNanos(context.loop().nanos() - spawned);
  }

  Optional<Duration> beatAge() {
    long last = worker.lastBeat();
    return last == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.max(0, context.loop().nanos() - last)));
  }

  void tell(Event event) {
    context.tell(event);
  }

  private Instant now() {
    return context.loop().now();
  }
}
