package dev.firebreak.supervisor;

import dev.firebreak.api.ChildId;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.ChildStatus.State;
import dev.firebreak.api.Defaults;
import dev.firebreak.api.Event;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A child: at most one process at a time, its generations and its spares.
 *
 * <pre>
 * WAITING --start--> STARTING --ready--> UP --stop--> STOPPING --end--> STOPPED
 *    ^                  |  '----------------end----------------'
 *    |                  v
 *    '-- start -- BACKING_OFF (started again)  or  ENDED (for good)
 * </pre>
 */
final class ChildNode implements Node, Run.Owner {
  private final Context context;
  private final GroupNode group;
  private final String path;
  private final Spares spares;
  private ChildSpec spec;
  private State state = State.WAITING;
  private Instant since;
  private int generation;
  private int restarts;
  private long readySince;
  private long lost; // when the run before ended by itself; 0 if it did not
  private @Nullable Run run;
  private ChildId lastId;
  private Stage lastStage = Stage.SPAWN;
  private @Nullable Verdict last;
  private boolean endedWell;
  private boolean renewing;

  ChildNode(Context context, GroupNode group, String path, ChildSpec spec) {
    this.context = context;
    this.group = group;
    this.path = path;
    this.spec = spec;
    this.spares = new Spares(context, path, spec, group::changed);
    this.since = context.loop().now();
    this.lastId = new ChildId(path, 0, 0, 0);
  }

  @Override
  public ChildSpec spec() {
    return spec;
  }

  /** Takes a changed specification; a process that runs keeps its own. */
  void respec(ChildSpec next) {
    spec = next;
    if (state == State.UP) {
      spares.keep(next);
    } else {
      spares.drop();
    }
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public boolean alive() {
    return run != null || spares.ending();
  }

  @Override
  public boolean settled() {
    return state == State.UP || (state == State.ENDED && endedWell);
  }

  @Override
  public void start() {
    generation++;
    readySince = 0;
    renewing = false;
    enter(State.STARTING);
    Optional<Spares.Spare> spare = spares.take(spec);
    if (spare.isPresent()) {
      Spares.Spare taken = spare.get();
      ChildId id = new ChildId(path, generation, taken.pid(), taken.started());
      Run promoted = new Run(context, this, spec, id, taken::become);
      run = promoted;
      promoted.promoted();
    } else {
      ChildId id = new ChildId(path, generation, 0, 0);
      run =
          new Run(
              context,
              this,
              spec,
              id,
              reports -> context.spawner().spawn(spec, path, id.generation(), reports));
    }
  }

  @Override
  public void reached(Run reached) {
    if (reached != run || reached.stage() != Stage.READY) {
      return;
    }
    long now = context.loop().nanos();
    readySince = now;
    Optional<Duration> failover =
        lost == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(now - lost));
    lost = 0;
    context.tell(new Event.Ready(context.loop().now(), reached.id(), reached.age(), failover));
    if (!reached.stopping()) {
      enter(State.UP);
      spares.keep(spec);
    }
    group.changed();
  }

  @Override
  public Optional<String> stopIsDue() {
    return group.whyStopping(this);
  }

  @Override
  public void ended(Run ended, Report.Ended end, Verdict verdict) {
    run = null;
    lastId = ended.id();
    lastStage = ended.stage();
    last = verdict;
    lost = verdict.cause() == Verdict.Cause.STOPPED ? 0 : context.loop().nanos();
    endedWell = !verdict.cause().abnormal();
    Optional<Duration> again =
        context
            .ends()
            .ended(
                new Ends.End(
                    lastId,
                    verdict,
                    lastStage == Stage.READY,
                    ended.hopeless(),
                    restarts,
                    end.stderr()));
    Duration wait = again.orElse(Duration.ZERO);
    if (verdict.cause() == Verdict.Cause.TERMINATED && wait.compareTo(Defaults.SETTLE) < 0) {
      wait = Defaults.SETTLE; // the same signal may be on its way to us
    }
    group.ended(
        this, new Ending(verdict.cause().abnormal(), again.isEmpty(), wait, verdict.sentence()));
  }

  /** Stops it to start it again as it is, so that a spare may take its place. */
  void renew() {
    renewing = run != null;
  }

  @Override
  public void stop(String why) {
    if (!renewing) {
      spares.drop();
    }
    if (run != null && !run.stopping()) {
      enter(State.STOPPING);
      run.stop(why);
    }
  }

  @Override
  public void killNow(String why) {
    spares.kill();
    if (run != null) {
      enter(State.STOPPING);
      run.killNow(why);
    }
  }

  @Override
  public void rest(boolean asked) {
    spares.drop();
    lost = 0;
    enter(asked ? State.STOPPED : State.ENDED);
  }

  @Override
  public void awaitRestart(long at) {
    if (lost != 0) {
      restarts++;
    }
    enter(State.BACKING_OFF);
  }

  @Override
  public long readySince() {
    return readySince;
  }

  /** Sends a signal of a person's choice; whether there is a process to send it to. */
  boolean signal(int number) {
    if (run == null || run.id().pid() == 0) {
      return false;
    }
    run.signal(number);
    return true;
  }

  /**
   * Ends one life of it because of a fault; whether there is that one.
   *
   * @param number its generation
   */
  boolean kill(int number, Verdict.Cause cause, String sentence) {
    if (run == null || run.id().generation() != number) {
      return false;
    }
    run.killFor(cause, sentence);
    return true;
  }

  /** The same, by steps; see {@link Run#endFor}. */
  boolean end(int number, Facts.Fault fault, Duration grace) {
    if (run == null || run.id().generation() != number) {
      return false;
    }
    run.endFor(fault, grace);
    return true;
  }

  /** The generation that a next start gives. */
  int nextGeneration() {
    return generation + 1;
  }

  @Override
  public void look(long now) {
    if (run != null) {
      run.look(now);
    }
  }

  @Override
  public void excuse(long pause) {
    if (run != null) {
      run.excuse(pause);
    }
  }

  @Override
  public void status(List<ChildStatus> into) {
    Run current = run;
    into.add(
        new ChildStatus(
            current == null ? lastId : current.id(),
            state,
            current == null ? lastStage : current.stage(),
            spec.program().title(),
            spec.restart(),
            since,
            restarts,
            current == null ? Optional.empty() : current.beatAge(),
            spares.ready(),
            current == null ? waiting() : current.note(),
            Optional.ofNullable(last)));
  }

  private String waiting() {
    return state == State.WAITING && !spec.after().isEmpty()
        ? "waits for " + String.join(", ", spec.after())
        : "";
  }

  private void enter(State next) {
    if (state != next) {
      state = next;
      since = context.loop().now();
    }
  }
}
