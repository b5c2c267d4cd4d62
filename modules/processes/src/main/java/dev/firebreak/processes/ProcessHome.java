package dev.firebreak.processes;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Defaults;
import dev.firebreak.api.Event;
import dev.firebreak.api.Intensity;
import dev.firebreak.api.Limits;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Program;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Restart;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.api.Verdict;
import dev.firebreak.confine.ProcessTable;
import dev.firebreak.pool.Crew;
import dev.firebreak.pool.Hand;
import dev.firebreak.pool.Home;
import dev.firebreak.pool.Port;
import dev.firebreak.supervisor.Ends;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers are child JVMs, {@code worker-1} to {@code worker-N} of a supervisor of the pool's own,
 * which starts each of them again at once whenever it ends.
 * <!-- For maintainers. What is told of one life of a worker is told in this order, by whom:
 *
 *   admit, frames, ready    the thread that reads its link, see Member
 *   lost                    the loop; its process's end is told there when that thread has ended
 *
 * and the next life is begun behind that. `failures` belongs to the loop. -->
 */
final class ProcessHome implements Home {
  /** As many as a pool of the most workers sees die in a second, and more. */
  private static final Intensity ENDLESS = new Intensity(Integer.MAX_VALUE, Duration.ofSeconds(1));

  /** Starts in a row that fail for a reason that may pass; then it will not. */
  private static final int TRIES = 3;

  /** What a passing reason is given to pass, before the second and the third try. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final String WORKER = "worker-";
  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.processes");

  private final Options settings;
  private final Program.Worker program;
  private final boolean once;
  private final boolean initializedSpares;
  private final ChildSpec worker;
  private final StateFolder state;
  private final Map<Integer, Integer> failures = new HashMap<>();
  private final Map<Integer, Long> pids = new ConcurrentHashMap<>();
  private final Boards boards;
  private @Nullable ProcessSupervisor supervisor;

  /**
   * Holds the pool's state folder from now on, and starts nothing yet.
   *
   * @param program where workers find classes
   * @param settings folders and listeners
   * @throws StateException if another pool, or a supervisor, of the name runs
   */
  ProcessHome(PoolOptions options, Program.Worker program, Options settings) throws StateException {
    this(options, program, settings, false);
  }

  private ProcessHome(PoolOptions options, Program.Worker program, Options settings, boolean once)
      throws StateException {
    this.once = once;
    this.initializedSpares = options.initializedSpares();
    this.settings = settings;
    this.program = program;
    this.worker = worker(options, program).with(once ? Restart.TEMPORARY : Restart.PERMANENT);
    Path root = settings.stateRoot().orElseGet(States::root);
    this.state =
        options.name().isEmpty() ? Passing.claim(root) : StateFolder.claim(root, options.name());
    this.boards = new Boards(state.folder(), this::warn);
  }

  /** The same, for one worker that is never started again. */
  static ProcessHome once(PoolOptions options, Program.Worker program, Options settings)
      throws StateException {
    return new ProcessHome(options, program, settings, true);
  }

  /** Sends a signal to the first worker, as a person does. */
  void signal(int number) {
    var _ = opened().signal(WORKER + 1, number);
  }

  /** The number in a worker's name. */
  static int number(String name) {
    return Integer.parseInt(name.substring(WORKER.length()));
  }

  private static ChildSpec worker(PoolOptions options, Program.Worker program) {
    Duration start = options.startDeadline();
    Duration early = start.compareTo(Defaults.JVM_UP) < 0 ? start : Defaults.JVM_UP;
    Limits limits =
        Limits.DEFAULT
            .withStart(early, early)
            .withReady(start)
            .withProgress(Optional.empty())
            .withStop(
                Defaults.POOL_ASK.plus(options.finalizerLimit()),
                Defaults.POOL_INTERRUPT,
                options.finalizerLimit());
    return ChildSpec.of(WORKER + 1, program)
        .with(Backoff.NONE)
        .with(options.grants())
        .with(jvm -> options.jvm().heap().isPresent() ? options.jvm() : sized(options))
        .with(new Readiness.Called())
        .with(limits)
        .withSpares(options.spares());
  }

  private static ChildSpec.Jvm sized(PoolOptions options) {
    return options.jvm().withHeap(Budget.heap(options.memory(), options.maxWorkers()));
  }

  /** Its name, which is its state folder's. */
  String name() {
    return state.folder().getFileName().toString();
  }

  @Override
  public void open(Crew crew) {
    try {
      Crew noted = noted(crew);
      supervisor =
          ProcessSupervisor.open(
              SupervisorSpec.of(name()).with(ENDLESS),
              settings,
              state,
              number -> new Member(noted, number, boards, initializedSpares),
              end -> ended(crew, end));
    } catch (IOException e) {
      throw new IllegalStateException("the pool %s cannot be opened: %s".formatted(name(), e), e);
    }
    executor().execute(() -> Passing.sweep(state.folder().resolveSibling("")));
  }

  private ProcessSupervisor opened() {
    return Objects.requireNonNull(supervisor, "the home is not open");
  }

  private void warn(String sentence) {
    opened().notice(Event.Weight.WARNING, sentence);
  }

  private Crew noted(Crew crew) {
    return new Crew() {
      @Override
      public Port admit(Hand hand) {
        pids.put(hand.worker(), hand.pid());
        return crew.admit(hand);
      }

      @Override
      public Port prepare(Hand hand) {
        return crew.prepare(hand);
      }

      @Override
      public Port promote(Hand hand) {
        pids.put(hand.worker(), hand.pid());
        return crew.promote(hand);
      }

      @Override
      public void ready(int number, int generation) {
        crew.ready(number, generation);
      }

      @Override
      public void drain(int number, int generation, String why) {
        crew.drain(number, generation, why);
      }

      @Override
      public void lost(Loss loss) {
        crew.lost(loss);
      }
    };
  }

  /** On the loop. */
  private Optional<Duration> ended(Crew crew, Ends.End end) {
    int number = number(end.child().name());
    pids.remove(number);
    boolean stopped = end.verdict().cause() == Verdict.Cause.STOPPED;
    boolean outside = !stopped && end.verdict().fromOutside();
    int before = failures.getOrDefault(number, 0);
    int row = stopped || end.ready() ? 0 : outside ? before : before + 1;
    boolean lasting = !stopped && (once || end.hopeless() || row >= TRIES);
    failures.put(number, lasting ? 0 : row);
    Crew.Loss loss =
        new Crew.Loss(
            number,
            end.child().generation(),
            end.child().pid(),
            end.verdict(),
            stopped,
            end.ready(),
            lasting,
            end.stderr());
    try {
      crew.lost(loss);
    } catch (RuntimeException | Error e) {
      LOG.error("a fault of Firebreak itself: the pool {} was not told of {}", name(), loss, e);
    }
    if (lasting) {
      return Optional.empty();
    }
    return Optional.of(outside && !end.ready() ? PAUSE : PAUSE.multipliedBy(Math.max(0, row - 1)));
  }

  @Override
  public void hire(int number) {
    var _ = opened().supervisor().hire(worker.named(WORKER + number));
  }

  @Override
  public void dismiss(int number, String why) {
    var _ = opened().supervisor().dismiss(WORKER + number, why);
  }

  @Override
  public void renew(int number, String why) {
    var _ = opened().supervisor().renew(WORKER + number, why);
  }

  @Override
  public boolean kill(int number, int generation, Verdict.Cause cause, String sentence) {
    var _ = opened().supervisor().kill(WORKER + number, generation, cause, sentence);
    return true;
  }

  @Override
  public boolean end(int number, int generation, String sentence, boolean asked) {
    var _ =
        opened()
            .supervisor()
            .end(
                WORKER + number,
                generation,
                Verdict.Cause.OVERDUE,
                sentence,
                Defaults.POOL_TERMINATE,
                asked);
    return true;
  }

  @Override
  public long memory(int number) {
    Long pid = pids.get(number);
    return pid == null ? 0 : Math.max(0, ProcessTable.rss(pid));
  }

  @Override
  public long heap() {
    return NestedJvm.heap(worker.jvm()).bytes();
  }

  @Override
  public Home nested(PoolOptions options) {
    PoolOptions own = options.with(asked -> NestedJvm.of(worker.jvm(), asked));
    try {
      return new ProcessHome(own, program, settings);
    } catch (StateException e) {
      throw new RefusedException("a task's own pool cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public Executor executor() {
    return opened().spawner().virtual();
  }

  @Override
  public CompletableFuture<Void> close(boolean now, String why) {
    ProcessSupervisor open = supervisor;
    if (open == null) {
      state.close();
      return CompletableFuture.completedFuture(null);
    }
    return (now ? open.killAll(why) : open.stopAll(why)).thenRun(boards::close);
  }
}
