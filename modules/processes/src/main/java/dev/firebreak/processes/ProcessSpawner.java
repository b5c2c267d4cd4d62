package dev.firebreak.processes;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Program;
import dev.firebreak.confine.Guardian;
import dev.firebreak.confine.Signals;
import dev.firebreak.images.Images;
import dev.firebreak.images.Jdk;
import dev.firebreak.supervisor.Loop;
import dev.firebreak.supervisor.Report;
import dev.firebreak.supervisor.Spawner;
import dev.firebreak.supervisor.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Children are JVM processes. Holds what they share: the threads that create them, their logs, the
 * guardian, the probes.
 * <!-- For maintainers. Threads: firebreak-image-N look up and build images, which may take seconds;
 * firebreak-spawn-N create processes and never wait for an image; three a child read its link and
 * its output; virtual ones do what may wait a moment: frames to a child, its end, probes. The loop
 * does none of it. -->
 */
final class ProcessSpawner implements Spawner, AutoCloseable {
  /** Creating one takes some 2 ms, most of it in the kernel. */
  private static final int SPAWNING = 4;

  /** jlink uses all cores by itself. */
  private static final int BUILDING = 2;

  private final StateFolder state;
  private final String token;
  private final Options options;
  private final Guardian guardian;
  private final Loop loop;
  private final Consumer<String> trouble;
  private final Boots boots;
  private final MissingGrants missing;
  private final Boxes boxes;
  private final IncidentStore incidents;
  private final KernelCount kernel = new KernelCount();
  private final Probes probes = new Probes();
  private final ExecutorService building = pool("firebreak-image-", BUILDING);
  private final ExecutorService spawning = pool("firebreak-spawn-", SPAWNING);
  private final ExecutorService virtual =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("firebreak-child-", 1).factory());
  private final Map<String, ChildLog> logs = new ConcurrentHashMap<>();
  private final Set<String> noticed = ConcurrentHashMap.newKeySet();
  private final Set<Long> pids = ConcurrentHashMap.newKeySet();
  private final @Nullable Inlet inlet;
  private final @Nullable Serving serving;

  /**
   * Makes a spawner.
   *
   * @param inlet the children's standard input; null for none
   * @param serving the pool that they serve; null where they are programs
   * @param incidents keeps what is known of abnormal ends
   * @param trouble told, for people, what is wrong with a log
   */
  ProcessSpawner(
      StateFolder state,
      Options options,
      Guardian guardian,
      Loop loop,
      @Nullable Inlet inlet,
      @Nullable Serving serving,
      IncidentStore incidents,
      Consumer<String> trouble) {
    this.state = state;
    this.boxes = new Boxes(state.folder(), trouble);
    this.incidents = incidents;
    this.token = state.token();
    this.options = options;
    this.guardian = guardian;
    this.loop = loop;
    this.inlet = inlet;
    this.serving = serving;
    this.trouble = trouble;
    Jdk jdk = Jdk.current();
    Images images =
        Images.open(
            options.cacheFolder().orElseGet(Images::defaultFolder), jdk, options.progress());
    this.boots = new Boots(images, building);
    this.missing = new MissingGrants(jdk.home());
    virtual.execute(ProcessSpawner::warm);
  }

  /** Does now what would cost the first failover its milliseconds, or find no descriptor then. */
  private static void warm() {
    Signals.warm();
    var _ = Trouble.words(new IOException("Too many open files"));
  }

  private static ExecutorService pool(String name, int threads) {
    return Executors.newFixedThreadPool(
        threads, Thread.ofPlatform().name(name, 1).daemon().factory());
  }

  @Override
  public Worker spawn(ChildSpec spec, String path, int generation, Consumer<Report> tell) {
    JvmProcess child = new JvmProcess(this, spec, path, generation, new Teller(tell));
    var _ =
        boots
            .of(spec)
            .thenAcceptAsync(child::create, spawning)
            .exceptionally(thrown -> {
              child.refuse(sentence(thrown), true);
              return null;
            });
    return child;
  }

  static String sentence(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return cause instanceof Refusal refusal
        ? refusal.sentence()
        : "it could not be spawned, by a fault of Firebreak itself: " + cause;
  }

  Birth.Born bear(Birth birth) throws Refusal {
    return birth.create(state, token, inlet);
  }

  void watch(long pid) {
    pids.add(pid);
    guardian.watch(pid);
  }

  void forget(long pid) {
    guardian.forget(pid);
    pids.remove(pid);
  }

  /** Whether a process is a child of ours, which we reap ourselves. */
  boolean owns(long pid) {
    return pids.contains(pid);
  }

  /** Tells what concerns all children that share it only with the first of them. */
  void noticeOnce(Teller teller, Booted.Notice notice) {
    if (noticed.add(notice.sentence())) {
      teller.notice(notice.warning(), notice.sentence());
    }
  }

  /** Drains a stream of a child into its log, and passes it on where that is asked for. */
  Output output(
      String path,
      boolean err,
      InputStream in,
      @Nullable Marks marks,
      int tail,
      Consumer<String> line) {
    OutputStream through = options.passthrough().map(to -> err ? to.err() : to.out()).orElse(null);
    return new Output(in, log(path, err), through, marks, tail, line);
  }

  private ChildLog log(String path, boolean err) {
    return logs.computeIfAbsent(
        path + (err ? ".err" : ".out"),
        key -> ChildLog.at(state.log(path, err), options.rotation(), trouble));
  }

  /** What a worker of a pool is beside its process; null for a program. */
  @Nullable Member member(ChildSpec spec) {
    return serving == null || !(spec.program() instanceof Program.Worker)
        ? null
        : serving.member(ProcessHome.number(spec.name()));
  }

  Path logFile(String path, boolean err) {
    return state.log(path, err);
  }

  Boxes boxes() {
    return boxes;
  }

  IncidentStore incidents() {
    return incidents;
  }

  KernelCount kernel() {
    return kernel;
  }

  /** Has looked at, now and then, what the kernel counts; returns at once. */
  void glance() {
    if (kernel.due()) {
      try {
        virtual.execute(kernel::glance);
      } catch (RejectedExecutionException e) {
        // No child is left.
      }
    }
  }

  MissingGrants missing() {
    return missing;
  }

  Probes probes() {
    return probes;
  }

  ExecutorService virtual() {
    return virtual;
  }

  long nanos() {
    return loop.nanos();
  }

  /** Does something that does not wait, after a while. */
  void later(Duration delay, Runnable action) {
    CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, virtual)
        .execute(action);
  }

  /** When all children have ended. */
  @Override
  public void close() {
    probes.close();
    building.shutdownNow();
    spawning.shutdown();
    virtual.shutdown();
    try {
      spawning.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nothing is lost: no child is left
    }
    boxes.close();
    logs.values().forEach(ChildLog::close);
  }
}
