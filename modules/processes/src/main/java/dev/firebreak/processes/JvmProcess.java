package dev.firebreak.processes;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Stage;
import dev.firebreak.confine.Signals;
import dev.firebreak.confine.Signals.Signal;
import dev.firebreak.link.ToChild;
import dev.firebreak.supervisor.Evidence;
import dev.firebreak.supervisor.Report;
import dev.firebreak.supervisor.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One child JVM, from before it exists until all that it said is told.
 * <!-- For maintainers. States, under the lock of this object:
 *
 *   state     means                              leaves it by
 *   PLANNED   its image is looked up or built    create(): CREATING; kill, terminate: OVER
 *   CREATING  the process is being created       create(): LIVE or OVER
 *   LIVE      it was told what to run            its exit, in end(): OVER
 *   OVER      its end is told
 *
 * Signals that are asked for before there is a `life` wait in `signals`; frames wait in `frames`
 * until LIVE, as a Stop that overtakes its Run would be out of turn. The end goes in this order: the exit status comes; the
 * rest of the group is killed, so that the pipes end; what is in them is read, within a bound, as a
 * process that left the group may hold them; then Ended is told. -->
 */
final class JvmProcess implements Worker, Hearing.Owner, Probes.Asked {
  private enum State {
    PLANNED,
    CREATING,
    LIVE,
    OVER
  }

  private final ProcessSpawner spawner;
  private final ChildSpec spec;
  private final String path;
  private final boolean spare;
  private final Teller teller;
  private final Sign sign;
  private final ThreadDumps dumps;
  private final @Nullable Member member; // where it is a worker of a pool
  private final List<Consumer<Life>> signals = new ArrayList<>();
  private final List<Consumer<Life>> frames = new ArrayList<>();
  private State state = State.PLANNED;
  private int generation;
  private volatile @Nullable Outputs outputs;
  private volatile @Nullable Life life;
  private volatile @Nullable Remains remains;
  private volatile @Nullable Hearing hearing;
  private volatile boolean over;

  JvmProcess(ProcessSpawner spawner, ChildSpec spec, String path, int generation, Teller teller) {
    this.spawner = spawner;
    this.spec = spec;
    this.path = path;
    this.spare = generation == 0;
    this.generation = generation;
    this.teller = teller;
    this.dumps = new ThreadDumps(spawner, spec.jvm().options(), teller);
    this.sign = new Sign(spec.ready(), teller, this::ready);
    this.member = spawner.member(spec);
  }

  /** Creates the process; on a thread that may wait. */
  void create(Booted booted) {
    synchronized (this) {
      if (state != State.PLANNED) {
        return;
      }
      state = State.CREATING;
    }
    booted.notices().forEach(notice -> spawner.noticeOnce(teller, notice));
    try {
      Birth birth = new Birth(spec, path, spare ? 0 : generation, booted);
      Life born = new Life(spawner.bear(birth), spawner.virtual());
      try {
        live(born, booted);
      } catch (RuntimeException | Error e) {
        unwatched(born, e);
      }
    } catch (Refusal e) {
      refuse(e.sentence(), !e.passing());
    }
  }

  /** It exists, but a thread to read what it says could not be had. */
  private void unwatched(Life born, Throwable cause) {
    teller.tell(
        new Report.Failed(
            Stage.SPAWN,
            "it cannot be watched, so it is killed: %s; see ulimit -u and the supervisor's memory"
                .formatted(cause),
            false));
    teller.sent(() -> Signals.killGroup(born.identity()));
    var _ = born.born().process().onExit().thenAccept(ended -> end(born, ended));
  }

  private void live(Life born, Booted booted) {
    Process process = born.born().process();
    Remains left = new Remains(spawner, spec, booted, born.born());
    remains = left;
    spawner.watch(born.identity().pid());
    teller.tell(new Report.Spawned(process.pid(), born.identity().startTicks()));
    Hearing ears =
        new Hearing(
            born.link(),
            teller,
            this,
            spawner.missing(),
            booted.image().modules(),
            spawner::nanos,
            member);
    Outputs written = Outputs.of(spawner, path, member, born.born(), sign::line);
    hearing = ears;
    synchronized (this) {
      outputs = written;
      if (!spare) {
        written.become(generation, spawner.virtual());
      }
      life = born;
      signals.forEach(signal -> signal.accept(born));
    }
    born.read(
        path + (spare ? " (spare)" : "#" + generation), ears, written.stdout(), written.stderr());
    born.sendNow(
        new ToChild.Prepare(booted.launch(), spec.limits().beat(), member != null, left.box()));
    if (member != null) {
      member.share();
    }
    if (!spare || initializes()) {
      born.sendNow(run());
    }
    synchronized (this) {
      state = State.LIVE;
      frames.forEach(frame -> frame.accept(born));
    }
    var _ = process.onExit().thenAcceptAsync(ended -> end(born, ended), spawner.virtual());
  }

  private ToChild.Run run() {
    return new ToChild.Run(
        path, generation, member == null ? spec.program().arguments() : member.arguments());
  }

  /**
   * It cannot be created.
   *
   * @param lasting whether another try would change nothing
   */
  void refuse(String sentence, boolean lasting) {
    synchronized (this) {
      if (state == State.OVER) {
        return;
      }
      state = State.OVER;
    }
    over = true;
    teller.tell(new Report.Failed(Stage.SPAWN, sentence, lasting));
    tellNotSpawned();
  }

  private void tellNotSpawned() {
    teller.tell(new Report.Ended(new Exit.NotSpawned(), List.of(), List.of(), Evidence.NONE));
  }

  private void end(Life born, Process process) {
    over = true;
    born.finish();
    if (member != null) {
      member.end();
    }
    spawner.forget(born.identity().pid());
    synchronized (this) {
      state = State.OVER;
    }
    Remains left = remains;
    Evidence found = left == null ? Evidence.NONE : left.gather();
    List<String> stdout = Outputs.tail(outputs, false);
    List<String> stderr = Outputs.tail(outputs, true);
    teller.tell(new Report.Ended(Exit.of(process.exitValue()), stdout, stderr, found));
  }

  @Override
  public Optional<Path> keep(Ending ending) {
    Remains left = remains;
    return left == null ? Unborn.keep(spawner, spec, ending) : left.keep(ending, dumps.last());
  }

  // What the supervisor asks of it.

  @Override
  public boolean initializes() {
    return member != null && member.initializes();
  }

  @Override
  public synchronized void promote(int number) {
    generation = number;
    Outputs written = outputs;
    if (written != null) {
      written.become(number, spawner.virtual());
    }
    Life now = life;
    if (now != null && state == State.LIVE && !over) {
      now.sendNow(run()); // into a pipe that is empty, so it does not wait
    } else {
      say(run());
    }
  }

  @Override
  public void ask() {
    say(new ToChild.Stop());
  }

  @Override
  public void interrupt() {
    say(new ToChild.Interrupt());
  }

  @Override
  public void terminate() {
    if (!cancelled()) {
      strike(it -> teller.sent(() -> Signals.terminateGroup(it.identity())));
    }
  }

  @Override
  public void kill() {
    if (!cancelled()) {
      strike(it -> teller.sent(() -> Signals.killGroup(it.identity())));
    }
  }

  @Override
  public void signal(int number) {
    strike(it -> teller.sent(() -> Signals.sendTo(it.identity(), Signal.parse("" + number))));
  }

  /** Whether it does not exist yet, and so never will. */
  private boolean cancelled() {
    synchronized (this) {
      if (state != State.PLANNED) {
        return false;
      }
      state = State.OVER;
    }
    over = true;
    spawner.virtual().execute(this::tellNotSpawned);
    return true;
  }

  /** Now, or as soon as it exists; never behind its end, when the pid may be another's. */
  private synchronized void strike(Consumer<Life> signal) {
    Life now = life;
    if (now == null) {
      signals.add(signal);
    } else if (!over) {
      signal.accept(now);
    }
  }

  private synchronized void say(ToChild frame) {
    Life now = life;
    if (now == null || state == State.CREATING) {
      frames.add(it -> it.send(frame));
    } else if (!over) {
      now.send(frame);
    }
  }

  @Override
  public void dump(Duration limit) {
    Outputs written = outputs;
    Output out = over || written == null ? null : written.stdout();
    dumps.take(limit, out, () -> signal(Signal.QUIT.number()));
  }

  @Override
  public void drain(String why) {
    if (member != null) {
      spawner.virtual().execute(() -> member.drain(why));
    }
  }

  @Override
  public boolean working() {
    return member == null || member.working();
  }

  @Override
  public long lastBeat() {
    Hearing ears = hearing;
    return ears == null ? 0 : ears.lastBeat();
  }

  @Override
  public long lastProgress() {
    Hearing ears = hearing;
    return ears == null ? 0 : ears.lastProgress();
  }

  @Override
  public long progress() {
    Hearing ears = hearing;
    return ears == null ? 0 : ears.progress();
  }

  @Override
  public Look look() {
    Life now = life;
    return now == null ? Look.UNKNOWN : now.look();
  }

  @Override
  public Gc gc(long since) {
    Life now = life;
    spawner.glance();
    return now == null ? Gc.UNKNOWN : now.gc(Duration.ofNanos(spawner.nanos() - since));
  }

  // What the child says, on the thread that reads its link.

  @Override
  public void hello() {
    Life now = life;
    if (now != null) {
      now.opened();
    }
  }

  @Override
  public void layerBuilt() {
    if (spare && !initializes()) {
      teller.tell(new Report.SpareReady());
    }
  }

  @Override
  public void mainReached(boolean task) {
    Life now = life;
    int number = generation();
    boolean opened = false;
    if (member != null && now != null) {
      if (number == 0) {
        member.prepare(now.identity().pid(), now.link());
        return;
      }
      opened = member.admit(number, now.identity().pid(), now.link());
    }
    sign.main(task);
    if (opened) {
      sign.called();
    }
    spawner.probes().untilReady(spec.ready(), this, sign::seen);
  }

  private void ready() {
    spec.alive().ifPresent(question -> spawner.probes().whileAlive(question, this, teller));
  }

  @Override
  public void called() {
    if (generation() == 0) {
      teller.tell(new Report.SpareReady());
    } else {
      sign.called();
    }
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public long pid() {
    Life now = life;
    return now == null ? 0 : now.identity().pid();
  }

  @Override
  public boolean over() {
    return over;
  }

  private synchronized int generation() {
    return generation;
  }
}
