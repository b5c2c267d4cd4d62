package dev.firebreak.processes;

import dev.firebreak.api.AutoShutdown;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Program;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Retry;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.SerializableRunnable;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.api.TaskOutput;
import dev.firebreak.api.Verdict;
import dev.firebreak.pool.TaskPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One function, or one class with a main method, in a JVM of its own: what Python's {@code Process}
 * is. It is started once and never again, and ends when its function returns.
 *
 * {@snippet :
 * try (var child = ChildProcess.start(() -> parse(file))) {
 *   if (!child.join(Duration.ofSeconds(10))) {
 *     child.kill();
 *   }
 *   System.out.println(child.exit() + ": " + child.verdict());
 * }
 * }
 *
 * <p>If this JVM ends, however it does, so does the child, with all that it started. All methods
 * may be called from every thread.
 *
 * @param <T> what the function returns
 */
public final class ChildProcess<T extends @Nullable Object> implements AutoCloseable {
  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  /** How it ended. */
  private record End(Exit exit, Verdict verdict) {}

  private final CompletableFuture<Long> pid = new CompletableFuture<>();
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private @Nullable PoolFuture<T> result;
  private @Nullable IntConsumer signal;
  private @Nullable AutoCloseable owner;
  private volatile int sent;

  private ChildProcess() {}

  /** Starts a function without a result, with what the caller's own classes need. */
  @SuppressWarnings("NullAway") // it does not carry the null of Void into the lambda
  public static ChildProcess<@Nullable Void> start(SerializableRunnable function) {
    ChildProcess<@Nullable Void> child = new ChildProcess<>();
    Submission<@Nullable Void> submission = pool -> pool.submit(function);
    child.serve(CALLERS.getCallerClass(), PoolOptions.DEFAULT, submission);
    return child;
  }

  /** Starts a function with a result. */
  public static <T extends @Nullable Object> ChildProcess<T> start(
      SerializableCallable<T> function) {
    ChildProcess<T> child = new ChildProcess<>();
    child.serve(CALLERS.getCallerClass(), PoolOptions.DEFAULT, pool -> pool.submit(function));
    return child;
  }

  /**
   * Starts a function with a result.
   *
   * @param options grants, JVM, deadlines and the like; the number of workers does not matter
   * @throws dev.firebreak.api.RefusedException if the function cannot be sent
   */
  public static <T extends @Nullable Object> ChildProcess<T> start(
      PoolOptions options, SerializableCallable<T> function) {
    ChildProcess<T> child = new ChildProcess<>();
    child.serve(CALLERS.getCallerClass(), options, pool -> pool.submit(function));
    return child;
  }

  /**
   * Starts a program: a class with a main method, with its grants and JVM.
   *
   * @param spec its restart type does not matter: it is started once
   */
  public static ChildProcess<@Nullable Void> start(ChildSpec spec) {
    ChildProcess<@Nullable Void> child = new ChildProcess<>();
    try {
      StateFolder state = Passing.claim(States.root());
      String name = state.folder().getFileName().toString();
      ProcessSupervisor supervisor =
          ProcessSupervisor.open(
              SupervisorSpec.of(
                      name, spec.with(Restart.TEMPORARY).withSignificant(true).withSpares(0))
                  .with(AutoShutdown.ALL),
              Options.DEFAULT.withListener(child::told),
              state,
              null,
              dev.firebreak.supervisor.Ends.PLAIN);
      child.owner = supervisor;
      child.signal =
          number -> {
            var _ = supervisor.signal(spec.name(), number);
          };
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a class with a main method of the caller's class path. */
  public static ChildProcess<@Nullable Void> start(Class<?> main, String... arguments) {
    Program.Worker classes = CallerClasses.of(main);
    Program program =
        classes.module().isPresent()
            ? new Program.Modular(
                classes.modulePath(),
                classes.module().get(),
                Optional.of(main.getName()),
                List.of(arguments))
            : new Program.ClassPath(classes.classPath(), main.getName(), List.of(arguments));
    return start(ChildSpec.of("child", program));
  }

  /** Submits the function. */
  private interface Submission<T extends @Nullable Object> {
    PoolFuture<T> to(Pool pool);
  }

  private void serve(Class<?> caller, PoolOptions options, Submission<T> submission) {
    PoolOptions one = options.withWorkers(1).withSpares(0).withRetry(Retry.never());
    Program.Worker program = options.program().orElseGet(() -> CallerClasses.of(caller));
    try {
      ProcessHome home = ProcessHome.once(one, program, Options.DEFAULT.withListener(this::told));
      Pool pool = TaskPool.open(one.withName(home.name()), home);
      owner = pool;
      signal = home::signal;
      try {
        PoolFuture<T> submitted = submission.to(pool);
        result = submitted;
        var _ = submitted.toCompletableFuture().whenComplete((_, _) -> pool.shutdown());
      } catch (RuntimeException e) {
        var _ = pool.shutdownNow();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void told(Event event) {
    switch (event) {
      case Event.Spawned spawned -> pid.complete(spawned.child().pid());
      case Event.Ended ended -> {
        pid.complete(ended.child().pid());
        end.complete(new End(ended.exit(), ended.verdict()));
      }
      default -> {} // the rest is in its log
    }
  }

  /** Waits until it has ended. */
  public void join() throws InterruptedException {
    try {
      end.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e); // nobody completes it so
    }
  }

  /** Waits until it has ended, but no longer than so; whether it has. */
  public boolean join(Duration limit) throws InterruptedException {
    try {
      end.get(Math.max(0, TimeUnit.NANOSECONDS.convert(limit)), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError(e); // nobody completes it so
    }
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return !end.isDone();
  }

  /** Its process; waits until there is one. 0 if none could be created. */
  public long pid() {
    return pid.join();
  }

  /** How its process ended; empty while it is alive. 0 also where its function threw. */
  public Optional<Exit> exit() {
    return Optional.ofNullable(end.getNow(null)).map(End::exit);
  }

  /** Why it ended; empty while it is alive. Of a function: that it returned, or what it threw. */
  public Optional<Verdict> verdict() {
    return Optional.ofNullable(end.getNow(null)).map(End::verdict).map(this::ofFunction);
  }

  /** A worker is stopped when its function has ended, which is no news to whoever started it. */
  private Verdict ofFunction(Verdict seen) {
    int number = sent;
    if (number != 0 && seen.cause() == Verdict.Cause.KILLED_BY_OPERATOR) {
      return new Verdict(
          seen.cause(), seen.confidence(), "whoever started it sent it " + new Exit.Signal(number));
    }
    PoolFuture<T> function = result;
    if (function == null || seen.cause() != Verdict.Cause.STOPPED) {
      return seen;
    }
    return switch (function.state()) {
      case SUCCESS ->
          new Verdict(
              Verdict.Cause.NORMAL, Verdict.Confidence.CERTAIN, "its function has returned");
      case FAILED ->
          new Verdict(
              Verdict.Cause.EXCEPTION,
              Verdict.Confidence.CERTAIN,
              "its function threw " + function.exceptionNow());
      case RUNNING, CANCELLED -> seen;
    };
  }

  /**
   * What its function returned; waits for that, as a future's get does. Null for a program.
   *
   * @throws ExecutionException if it threw, or died
   */
  @SuppressWarnings("NullAway") // a program is a ChildProcess of Void, whose value is null
  public T get() throws InterruptedException, ExecutionException {
    PoolFuture<T> function = result;
    if (function == null) {
      join();
      return null;
    }
    return function.get();
  }

  /** What its function has written so far; empty for a program, whose logs have it. */
  public TaskOutput output() {
    PoolFuture<T> function = result;
    return function == null ? TaskOutput.EMPTY : function.output();
  }

  /** SIGTERM: shutdown hooks run. Nothing happens if it has ended. */
  public void terminate() {
    send(SIGTERM);
  }

  /** SIGKILL. Nothing happens if it has ended. */
  public void kill() {
    send(SIGKILL);
  }

  private void send(int number) {
    var _ = pid();
    if (isAlive()) {
      sent = number;
      Objects.requireNonNull(signal).accept(number);
    }
  }

  /** The processes that it has started, and those that these have. */
  public List<ProcessHandle> children() {
    return ProcessHandle.of(pid()).map(it -> it.descendants().toList()).orElse(List.of());
  }

  /** Kills it if it is alive, and waits until it has ended and nothing of it is left. */
  @Override
  public void close() {
    if (isAlive()) {
      PoolFuture<T> function = result;
      if (function == null || !function.isDone()) {
        kill();
      }
    }
    try {
      Objects.requireNonNull(owner).close();
    } catch (Exception e) {
      throw new IllegalStateException("a child process was not closed", e);
    }
  }
}
