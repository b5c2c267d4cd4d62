package dev.firebreak.lab;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.WorkContext;
import dev.firebreak.api.WorkerDiedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pool under load whose workers are killed at random moments, and the oracle that says what must
 * have become of each task.
 *
 * <p>Each task writes its number and its worker into a journal before anything else: an append of a
 * short line, which a kill cannot take back. So the journal knows what was begun, where, and how
 * often, whatever the pool believes. A worker is known by its number and which life of it this is,
 * as the system gives a pid again, and in a long run gives all of them.
 */
final class Chaos {
  /** What a task does. */
  enum Kind {
    EMPTY,
    SLEEP,
    COMPUTE,
    LARGE_ARGUMENT,
    LARGE_RESULT,
    MESSAGES
  }

  /**
   * A task.
   *
   * @param number its own
   * @param ballast what makes an argument large
   */
  record Deed(String journal, int number, Kind kind, String ballast) {
    /** In a worker. */
    Answer run() throws InterruptedException {
      Journal.write(journal, number);
      String large = "";
      switch (kind) {
        case EMPTY, LARGE_ARGUMENT -> {}
        case SLEEP -> Thread.sleep(2);
        case COMPUTE -> {
          long end = System.nanoTime() + 1_000_000;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
        }
        case LARGE_RESULT -> large = "x".repeat(1 << 20);
        case MESSAGES -> {
          for (int i = 0; i < 20; i++) {
            WorkContext.current().send(i);
          }
        }
      }
      return new Answer(number, ballast.length(), large);
    }
  }

  /** What a task gives back. */
  record Answer(int number, int taken, String ballast) {}

  /** Of one worker process. */
  private static final class Journal {
    private static @Nullable FileChannel open;

    static synchronized void write(String file, int number) {
      try {
        FileChannel to = open;
        if (to == null) {
          to =
              FileChannel.open(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          open = to;
        }
        WorkContext by = WorkContext.current();
        String line = "%d worker-%d#%d\n".formatted(number, by.worker(), by.generation());
        to.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Pool pool;
  private final Path journal;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, Object> ends = new ConcurrentHashMap<>();
  private final Set<ProcessHandle> struck = new HashSet<>();

  /** How many processes of a pid were killed. */
  private final Map<Long, Integer> killed = new HashMap<>();

  private final List<Thread> threads = new ArrayList<>();
  private final List<Throwable> broken = new ArrayList<>();
  private volatile boolean over;

  Chaos(Pool pool, Path journal) {
    this.pool = pool;
    this.journal = journal;
  }

  /** Tasks that were submitted. */
  int tasks() {
    return numbers.get();
  }

  /** Tasks that died with their worker. */
  long lost() {
    return ends.values().stream().filter(WorkerDiedException.class::isInstance).count();
  }

  // The load.

  /** Begins to submit: tasks one by one, maps and streams at once. */
  void load(long seed) {
    begin("singles", () -> singles(new Random(seed)));
    begin("maps", () -> maps(new Random(seed + 1)));
    begin("streams", () -> streams(new Random(seed + 2)));
  }

  private interface Work {
    void run() throws Exception;
  }

  private void begin(String name, Work work) {
    threads.add(
        Thread.ofPlatform()
            .name("chaos-" + name)
            .daemon()
            .start(() -> {
              try {
                while (!over) {
                  work.run();
                }
              } catch (Throwable e) {
                synchronized (broken) {
                  broken.add(e);
                }
              }
            }));
  }

  private Deed deed(Random random) {
    int dice = random.nextInt(100);
    Kind kind =
        dice < 50
            ? Kind.EMPTY
            : dice < 70
                ? Kind.SLEEP
                : dice < 85
                    ? Kind.COMPUTE
                    : dice < 90
                        ? Kind.LARGE_ARGUMENT
                        : dice < 95 ? Kind.LARGE_RESULT : Kind.MESSAGES;
    String ballast = kind == Kind.LARGE_ARGUMENT ? "x".repeat(512 * 1024) : "";
    return new Deed(journal.toString(), numbers.incrementAndGet(), kind, ballast);
  }

  private void singles(Random random) throws Exception {
    Semaphore window = new Semaphore(64);
    List<PoolFuture<Answer>> futures = new ArrayList<>();
    List<Deed> deeds = new ArrayList<>();
    Pool telling = pool.with(task -> task.withMessages(_ -> {}));
    for (int i = 0; i < 200; i++) {
      if (!window.tryAcquire(60, TimeUnit.SECONDS)) {
        throw new AssertionError("no single task ended in 60 s");
      }
      Deed deed = deed(random);
      deeds.add(deed);
      PoolFuture<Answer> future = telling.apply(Deed::run, deed);
      var _ = future.toCompletableFuture().whenComplete((_, _) -> window.release());
      futures.add(future);
    }
    for (int i = 0; i < futures.size(); i++) {
      try {
        ended(deeds.get(i), futures.get(i).get(60, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        ended(deeds.get(i), e.getCause());
      } catch (TimeoutException e) {
        throw new AssertionError("task %s hangs".formatted(deeds.get(i).number()), e);
      }
    }
  }

  private void maps(Random random) throws Exception {
    List<Deed> deeds = Stream.generate(() -> deed(random)).limit(300).toList();
    ended(deeds, pool.outcomes(Deed::run, deeds));
  }

  private void streams(Random random) {
    List<Deed> deeds = Stream.generate(() -> deed(random)).limit(300).toList();
    try (Stream<Outcome<Answer>> stream = pool.streamOutcomes(Deed::run, deeds)) {
      ended(deeds, stream.toList());
    }
  }

  private void ended(List<Deed> deeds, List<Outcome<Answer>> outcomes) {
    if (deeds.size() != outcomes.size()) {
      throw new AssertionError(
          "%d items have %d outcomes".formatted(deeds.size(), outcomes.size()));
    }
    for (int i = 0; i < deeds.size(); i++) {
      switch (outcomes.get(i)) {
        case Outcome.Value<Answer>(Answer answer) -> ended(deeds.get(i), answer);
        case Outcome.Crash<Answer>(WorkerDiedException why) -> ended(deeds.get(i), why);
        case Outcome<Answer> other -> ended(deeds.get(i), other);
      }
    }
  }

  private void ended(Deed deed, Object how) {
    Object before = ends.put(deed.number(), how);
    if (before != null) {
      throw new AssertionError("task %d ended twice".formatted(deed.number()));
    }
    if (how instanceof Answer answer) {
      int result = deed.kind() == Kind.LARGE_RESULT ? 1 << 20 : 0;
      if (answer.number() != deed.number()
          || answer.taken() != deed.ballast().length()
          || answer.ballast().length() != result) {
        throw new AssertionError("task %d got another's answer".formatted(deed.number()));
      }
      ends.put(deed.number(), answer.number()); // what it weighs is not kept
    }
  }

  // The kills.

  /** Whether it is a worker, or about to become one; the guardian is none. */
  static boolean worker(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/java");
  }

  /** Kills one of the worker processes, if there is any. */
  boolean kill(Random random) {
    List<ProcessHandle> workers = ProcessHandle.current().children().filter(Chaos::worker).toList();
    if (workers.isEmpty()) {
      return false;
    }
    ProcessHandle victim = workers.get(random.nextInt(workers.size()));
    if (!struck.add(victim) || !victim.destroyForcibly()) {
      return false;
    }
    killed.merge(victim.pid(), 1, Integer::sum);
    return true;
  }

  // The oracle.

  /** Lets the load end, and gives all that is not as it must be. */
  List<String> verdict() throws InterruptedException, IOException {
    over = true;
    List<String> wrong = new ArrayList<>();
    for (Thread thread : threads) {
      thread.join(TimeUnit.MINUTES.toMillis(2));
      if (thread.isAlive()) {
        StringBuilder stack = new StringBuilder();
        for (StackTraceElement element : thread.getStackTrace()) {
          stack.append("\n    ").append(element);
        }
        wrong.add("%s hangs%s".formatted(thread.getName(), stack));
      }
    }
    synchronized (broken) {
      broken.forEach(failure -> wrong.add("the load broke: " + text(failure)));
    }
    Map<Integer, List<String>> begun = begun();
    Map<String, Integer> guilty = new HashMap<>();
    for (int number = 1; number <= numbers.get() && wrong.size() < 20; number++) {
      check(number, begun.getOrDefault(number, List.of()), guilty, wrong);
    }
    return wrong;
  }

  private void check(
      int number, List<String> begun, Map<String, Integer> guilty, List<String> wrong) {
    Object end = ends.get(number);
    if (begun.size() > 1) {
      wrong.add("task %d was run %d times, by %s".formatted(number, begun.size(), begun));
    }
    switch (end) {
      case null -> wrong.add("task %d has no end".formatted(number));
      case Integer _ -> {
        if (begun.isEmpty()) {
          wrong.add("task %d has an answer and never ran".formatted(number));
        }
      }
      case WorkerDiedException died -> {
        if (killed.merge(died.pid(), -1, Integer::sum) < 0) {
          wrong.add("task %d: nobody killed pid %d: %s".formatted(number, died.pid(), died));
        }
        String worker = died.worker().replaceFirst(" .*", ""); // behind it stands its pid
        if (begun.stream().anyMatch(by -> !by.equals(worker))) {
          wrong.add("task %d ran in %s, but failed with %s".formatted(number, begun, died));
        }
        Integer other = guilty.put(worker, number);
        if (other != null) {
          wrong.add("tasks %d and %d both failed for %s".formatted(other, number, worker));
        }
      }
      default -> wrong.add("task %d: %s".formatted(number, end));
    }
  }

  private Map<Integer, List<String>> begun() throws IOException {
    Map<Integer, List<String>> begun = new HashMap<>();
    try (Stream<String> lines = Files.lines(journal)) {
      lines.forEach(line -> {
        String[] parts = line.split(" ", -1);
        begun.computeIfAbsent(Integer.valueOf(parts[0]), _ -> new ArrayList<>()).add(parts[1]);
      });
    }
    return begun;
  }

  private static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
