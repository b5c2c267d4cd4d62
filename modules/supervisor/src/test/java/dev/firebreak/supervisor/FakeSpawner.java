package dev.firebreak.supervisor;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Rung;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Processes that are only told about. Each comes up at once and ends on SIGTERM, unless told else.
 */
final class FakeSpawner implements Spawner {
  final List<FakeWorker> all = new ArrayList<>();

  /** Whether processes come up by themselves. */
  boolean comeUp = true;

  /** Whether they run tasks, which can be asked. */
  boolean task;

  /** Whether they end on SIGTERM. */
  boolean endOnTerm = true;

  /** Whether spares run something before they are ready, which a test then tells. */
  boolean initializes;

  private final Loop loop;
  private long pids = 100;

  FakeSpawner(Loop loop) {
    this.loop = loop;
  }

  @Override
  public Worker spawn(ChildSpec spec, String path, int generation, Consumer<Report> tell) {
    FakeWorker worker = new FakeWorker(spec, path, generation, tell, pids++);
    all.add(worker);
    if (comeUp) {
      worker.comeUp();
    }
    return worker;
  }

  List<FakeWorker> living() {
    return all.stream().filter(worker -> !worker.ended).toList();
  }

  /** The living process of a child. */
  FakeWorker of(String name) {
    List<FakeWorker> found =
        living().stream().filter(w -> w.generation > 0 && w.path.endsWith("/" + name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " living processes of " + name);
    }
    return found.getFirst();
  }

  boolean alive(String name) {
    return living().stream().anyMatch(w -> w.generation > 0 && w.path.endsWith("/" + name));
  }

  final class FakeWorker implements Worker {
    final ChildSpec spec;
    final String path;
    final long pid;
    final List<Rung> rungs = new ArrayList<>();
    int generation;
    boolean ended;
    boolean beats = true;
    long lastBeat;
    long lastProgress;
    Look look = new Look('S', Duration.ZERO);
    boolean lookFails;
    Dump dump = new Dump("taken", List.of());
    boolean dumps = true;
    int dumped;
    final List<String> drained = new ArrayList<>();
    boolean working = true;
    long progress;

    /** What it takes of each second, and how full its heap is behind it. */
    double gcShare;

    double gcFull;
    private final Consumer<Report> tell;

    FakeWorker(ChildSpec spec, String path, int generation, Consumer<Report> tell, long pid) {
      this.spec = spec;
      this.path = path;
      this.generation = generation;
      this.tell = tell;
      this.pid = pid;
    }

    void comeUp() {
      tell(new Report.Spawned(pid, 1));
      tell(new Report.Hello());
      if (generation > 0) {
        run();
      } else if (!initializes) {
        tell(new Report.SpareReady());
      }
    }

    private void run() {
      tell(new Report.MainReached(task));
      tell(new Report.Ready());
    }

    void tell(Report report) {
      tell.accept(report);
    }

    void end(int status) {
      end(Exit.of(status));
    }

    void end(Exit exit) {
      if (!ended) {
        ended = true;
        tell(new Report.Ended(exit, List.of(), List.of(), Evidence.NONE));
      }
    }

    @Override
    public void promote(int next) {
      generation = next;
      run();
    }

    @Override
    public boolean initializes() {
      return initializes;
    }

    @Override
    public void ask() {
      rungs.add(Rung.ASK);
    }

    @Override
    public void interrupt() {
      rungs.add(Rung.INTERRUPT);
    }

    @Override
    public void terminate() {
      rungs.add(Rung.TERMINATE);
      if (endOnTerm) {
        end(143);
      }
    }

    @Override
    public void kill() {
      rungs.add(Rung.KILL);
      end(137);
    }

    @Override
    public void signal(int number) {
      if (number == 9) {
        end(137);
      }
    }

    @Override
    public void dump(Duration limit) {
      dumped++;
      if (dumps) {
        tell(new Report.Dumped(dump));
      }
    }

    @Override
    public long lastBeat() {
      if (beats) {
        lastBeat = loop.nanos();
      }
      return lastBeat;
    }

    @Override
    public long lastProgress() {
      return lastProgress;
    }

    @Override
    public void drain(String why) {
      drained.add(why);
    }

    @Override
    public boolean working() {
      return working;
    }

    @Override
    public long progress() {
      return progress;
    }

    @Override
    public Gc gc(long since) {
      long span = loop.nanos() - since;
      return new Gc(Duration.ofNanos(span), Duration.ofNanos((long) (gcShare * span)), gcFull, 10);
    }

    @Override
    public Look look() {
      if (lookFails) {
        throw new IllegalStateException("it cannot be looked at");
      }
      return look;
    }
  }
}
