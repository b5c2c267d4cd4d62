package dev.firebreak.api;

import java.time.Duration;

/** The defaults, a line each, with the reason for the number. */
public final class Defaults {
  private Defaults() {}

  /**
   * A JVM is up in 0.1 s; a machine that is 100 times slower is busy, one slower still is stuck.
   */
  public static final Duration JVM_UP = Duration.ofSeconds(15);

  /** Resolving hundreds of modules takes well under a second. */
  public static final Duration LAYER_BUILT = Duration.ofSeconds(15);

  /** Application servers take up to half a minute to be ready. */
  public static final Duration READY = Duration.ofSeconds(60);

  /** Once a second costs a child 0.01 % of a core, and shows a stopped one soon enough. */
  public static final Duration BEAT = Duration.ofSeconds(1);

  /** Ten missed beats: at 97 % of the time in GC the longest gap seen was 0.8 s. */
  public static final Duration SILENCE = Duration.ofSeconds(10);

  /**
   * A JVM that uses CPU but does not beat is starved or in one long pause; a minute is no pause.
   */
  public static final Duration DEAF = Duration.ofSeconds(60);

  /** A task that reported progress and then none for a minute is stuck; say none if it is not. */
  public static final Duration PROGRESS = Duration.ofSeconds(60);

  /** Two windows of garbage collection in a full heap, and little else, are no passing peak. */
  public static final Duration GC_WINDOW = Duration.ofSeconds(10);

  /** From this part of the time in garbage collection on, a JVM whose heap is full thrashes ... */
  public static final double GC_SHARE = 0.5;

  /** ... and full is what is this full right after a collection; at 80 % there is room to work. */
  public static final double GC_FULL = 0.85;

  /** Work that uses no CPU for so long waits for something; a deadlock is one of the things. */
  public static final Duration IDLE = Duration.ofSeconds(10);

  /** A dump takes milliseconds, also of thousands of threads, but the JVM must stop for it. */
  public static final Duration DUMP = Duration.ofSeconds(3);

  /** What a stuck child runs ends soon or never. */
  public static final Duration DRAIN = Duration.ofSeconds(2);

  /** A task looks at stopping() between two pieces of work; pieces rarely last longer. */
  public static final Duration ASK = Duration.ofSeconds(3);

  /** An interrupt is seen at once or never. */
  public static final Duration INTERRUPT = Duration.ofSeconds(1);

  /** Shutdown hooks drain and close; 10 s is what container runtimes give as well. */
  public static final Duration TERMINATE = Duration.ofSeconds(10);

  /** One accident and its echoes are borne, a crash loop is not: it gives up in some 10 s. */
  public static final Intensity INTENSITY = new Intensity(5, Duration.ofSeconds(30));

  /** First restart at once, then 0.1, 0.2, 0.4 ... 30 s, less up to a fifth by chance. */
  public static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), 2, Duration.ofSeconds(30), 0.2, Duration.ofSeconds(10));

  /** Where SIGTERM may have gone to the supervisor as well, it waits this long for its own. */
  public static final Duration SETTLE = Duration.ofMillis(150);

  /** How often health is looked at: four looks within the shortest silence that makes sense. */
  public static final Duration LOOK = Duration.ofMillis(500);

  /** A loop that comes this much late was paused; a busy machine delays it by less. */
  public static final Duration PAUSE = Duration.ofMillis(400);

  /** A log line longer than this is split: a flood without a newline must not fill the memory. */
  public static final int LINE = 16 * 1024;

  /** A log file is turned over at this size ... */
  public static final ByteSize LOG_SIZE = new ByteSize(10L << 20);

  /** ... or at this age ... */
  public static final Duration LOG_AGE = Duration.ofDays(1);

  /** ... and this many old ones are kept: 50 MB a child at most. */
  public static final int LOG_FILES = 4;

  // Of pools.

  /** A worker that nobody used for a minute is stopped, down to the least number. */
  public static final Duration POOL_IDLE = Duration.ofSeconds(60);

  /** Initializers load models and open files; one that takes longer than a minute hangs. */
  public static final Duration POOL_START = Duration.ofSeconds(60);

  /** A finalizer flushes and closes; what it does not do in this time it does not do. */
  public static final Duration POOL_FINALIZER = Duration.ofSeconds(5);

  /** More waiting tasks than this are a mistake of the submitter's: it blocks ... */
  public static final int POOL_QUEUE = 1_000_000;

  /** ... as at this many bytes of arguments, which the caller's heap has to hold. */
  public static final ByteSize POOL_QUEUE_BYTES = new ByteSize(256L << 20);

  /** Arguments or a result larger than this go through a file, not through two heaps at once. */
  public static final ByteSize POOL_LARGEST = new ByteSize(1L << 30);

  /** A stream has this many items on their way: two workers finish empty ones in 1 ms. */
  public static final int POOL_IN_FLIGHT = 10_000;

  /** The same task has killed a worker three times: it will do so a fourth time. */
  public static final int POOL_QUARANTINE = 3;

  /** A cancelled task is asked first ... */
  public static final Duration POOL_ASK = Duration.ofMillis(500);

  /** ... then interrupted; then its worker gets SIGTERM ... */
  public static final Duration POOL_INTERRUPT = Duration.ofMillis(500);

  /** ... and is killed if its shutdown hooks take longer than this. A JVM without ends in 20 ms. */
  public static final Duration POOL_TERMINATE = Duration.ofMillis(500);

  /** A pool in a pool in a pool is a mistake more often than not. */
  public static final int POOL_DEPTH = 2;

  /** A JVM with less heap than this is happy with no task. */
  public static final ByteSize LEAST_HEAP = new ByteSize(32L << 20);

  /** Pools that one task may have open at once: one that needs more forgets to close them ... */
  public static final int NESTED_POOLS = 16;

  /** ... and their workers, spares included: a task is to fill no machine with processes. */
  public static final int NESTED_WORKERS = 64;

  /** Heap dumps that children were asked for have this much room together; the oldest go first. */
  public static final ByteSize HEAP_DUMPS = new ByteSize(1L << 30);

  /** The last part of what a task wrote to each stream: an exception's trace fits many times. */
  public static final ByteSize TASK_OUTPUT = new ByteSize(64L << 10);
}
