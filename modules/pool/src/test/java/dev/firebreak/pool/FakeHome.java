package dev.firebreak.pool;

import dev.firebreak.api.Verdict;
import dev.firebreak.link.Board;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A home whose workers are threads of the test that do what it says; no processes. */
final class FakeHome implements Home {
  private final FakeWorker.Brain brain;
  private final Map<Integer, Life> lives = new TreeMap<>(); // under this monitor
  private final List<Thread> readers = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private @Nullable Crew crew;
  private boolean closing;

  /** Whether workers share a board with their pool. */
  boolean boards = true;

  /** Whether workers come up; the test starts them itself if not. */
  boolean starts = true;

  /** Whether who is dismissed takes its time, until {@link #leave}. */
  volatile boolean lingers;

  /** It is closed behind this. */
  CompletableFuture<Void> released = CompletableFuture.completedFuture(null);

  /** Whether workers begin nothing of what they are given. */
  boolean deaf;

  /** Whether a worker can be killed. */
  boolean kills = true;

  /** The step that ends a worker; empty for none, and then it goes on until it is crashed. */
  String rung = "kill";

  /** What tasks' own pools live in; null where they can have none. */
  @Nullable FakeHome inner;

  /** What the memory of a worker is. */
  final Map<Integer, Long> memory = new ConcurrentHashMap<>();

  private static final class Life {
    int generation;
    boolean hired;
    boolean stopped;
    Verdict.Cause cause = Verdict.Cause.EXIT_CODE;
    @Nullable FakeWorker worker;
  }

  FakeHome(FakeWorker.Brain brain) {
    this.brain = brain;
  }

  /** What was asked of it, in order: {@code hire 1}, {@code renew 1: why}. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized int generation(int worker) {
    return lives.get(worker).generation;
  }

  synchronized FakeWorker worker(int number) {
    return java.util.Objects.requireNonNull(lives.get(number).worker);
  }

  /** Ends a worker as a crash does. */
  void crash(int number) {
    worker(number).die();
  }

  /** A worker is stuck. */
  void drain(int worker, String why) {
    drainLife(worker, generation(worker), why);
  }

  void drainLife(int worker, int generation, String why) {
    crew().drain(worker, generation, why);
  }

  /** A worker that never comes up, for ever. */
  void cannotStart(int worker, String why) {
    crew()
        .lost(
            new Crew.Loss(
                worker,
                1,
                0,
                new Verdict(Verdict.Cause.START_FAILED, Verdict.Confidence.CERTAIN, why),
                false,
                false,
                true,
                List.of()));
  }

  @Override
  public Home nested(dev.firebreak.api.PoolOptions options) {
    return inner == null ? Home.super.nested(options) : inner;
  }

  private Crew crew() {
    return java.util.Objects.requireNonNull(crew);
  }

  @Override
  public void open(Crew told) {
    crew = told;
  }

  @Override
  public synchronized void hire(int worker) {
    calls.add("hire " + worker);
    Life life = lives.computeIfAbsent(worker, _ -> new Life());
    life.hired = true;
    if (starts) {
      start(worker);
    }
  }

  /** Starts a worker that was hired. */
  synchronized void start(int number) {
    Life life = lives.get(number);
    life.generation++;
    life.stopped = false;
    life.cause = Verdict.Cause.EXIT_CODE;
    Board board = boards ? Board.local() : null;
    BytePipe down = new BytePipe();
    BytePipe up = new BytePipe();
    Link<ToChild, ToParent> link = Link.toChild(up.in, down.out);
    FakeWorker worker =
        new FakeWorker(number, life.generation, Link.toParent(down.in, up.out), board, brain);
    life.worker = worker;
    worker.deaf = deaf;
    String title = "worker-%d#%d".formatted(number, life.generation);
    Hand hand = new Hand(number, life.generation, 0, title, link, board, Hand.Streams.NONE);
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .name("home of " + title)
            .unstarted(() -> read(hand, life, worker));
    readers.add(reader);
    reader.start();
    worker.start();
  }

  private void read(Hand hand, Life life, FakeWorker worker) {
    Port port = crew().admit(hand);
    try {
      while (true) {
        port.pausing();
        ToParent frame = hand.link().receive();
        port.resuming();
        if (!(frame instanceof FromWorker said)) {
          break;
        }
        port.heard(said);
        if (said instanceof FromWorker.Opened) {
          crew().ready(hand.worker(), hand.generation());
        }
      }
      hand.link().close();
    } catch (IOException e) {
      worker.die(); // what says what nobody understands is ended
    }
    lost(hand, life);
  }

  private void lost(Hand hand, Life life) {
    Crew.Loss loss;
    synchronized (this) {
      Verdict.Cause cause = life.stopped ? Verdict.Cause.STOPPED : life.cause;
      loss =
          new Crew.Loss(
              hand.worker(),
              hand.generation(),
              0,
              new Verdict(
                  cause,
                  Verdict.Confidence.CERTAIN,
                  "it ended by " + cause,
                  cause == Verdict.Cause.OVERDUE && kills
                      ? Map.of("last step of the stop", rung)
                      : Map.of()),
              life.stopped,
              true,
              false,
              List.of());
      life.worker = null;
    }
    crew().lost(loss);
    synchronized (this) {
      if (closing) {
        if (lives.values().stream().allMatch(other -> other.worker == null)) {
          closed.complete(null);
        }
      } else if (life.hired && starts) {
        start(hand.worker());
      }
    }
  }

  @Override
  public synchronized void dismiss(int worker, String why) {
    calls.add("dismiss %d: %s".formatted(worker, why));
    lives.get(worker).hired = false;
    if (!lingers) {
      stop(worker);
    }
  }

  /** Who was dismissed goes. */
  synchronized void leave(int worker) {
    stop(worker);
  }

  @Override
  public synchronized void renew(int worker, String why) {
    calls.add("renew %d: %s".formatted(worker, why));
    stop(worker);
  }

  private void stop(int worker) {
    Life life = lives.get(worker);
    life.stopped = true;
    if (life.worker != null) {
      life.worker.stop();
    }
  }

  @Override
  public synchronized boolean kill(
      int worker, int generation, Verdict.Cause cause, String sentence) {
    calls.add("kill %d: %s".formatted(worker, sentence));
    Life life = lives.get(worker);
    if (life.worker != null && life.generation == generation) {
      life.cause = cause;
      life.worker.die();
    }
    return kills;
  }

  @Override
  public boolean end(int worker, int generation, String sentence, boolean asked) {
    if (rung.isEmpty()) {
      synchronized (this) {
        calls.add("end %d: %s".formatted(worker, sentence));
      }
      return true;
    }
    return kill(worker, generation, Verdict.Cause.OVERDUE, sentence);
  }

  @Override
  public long memory(int worker) {
    return memory.getOrDefault(worker, 0L);
  }

  @Override
  public Executor executor() {
    return action -> Thread.ofVirtual().start(action);
  }

  @Override
  public synchronized CompletableFuture<Void> close(boolean now, String why) {
    closing = true;
    calls.add(now ? "close at once" : "close");
    boolean none = true;
    for (Life life : lives.values()) {
      life.stopped = true;
      if (life.worker != null) {
        none = false;
        if (now) {
          life.worker.die();
        } else {
          life.worker.stop();
        }
      }
    }
    if (none) {
      closed.complete(null);
    }
    return closed.thenCombine(released, (_, _) -> null);
  }
}
