package dev.firebreak.api;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a pool is opened with. Immutable; each {@code with} gives a changed copy. Every default is a
 * line of {@link Defaults}, with its reason.
 */
public final class PoolOptions implements Cloneable {
  /** A worker a processor, and nothing special. */
  public static final PoolOptions DEFAULT = new PoolOptions();

  // Not final, as a copy is changed before anybody else sees it.
  private String name = "";
  private int minWorkers = 0;
  private int maxWorkers = 0;
  private Duration idle = Defaults.POOL_IDLE;
  private int spares = 0;
  private Optional<SerializableRunnable> initializer = Optional.empty();
  private Optional<SerializableRunnable> finalizer = Optional.empty();
  private Duration finalizerLimit = Defaults.POOL_FINALIZER;
  private int recycleTasks = 0;
  private Optional<Duration> recycleAge = Optional.empty();
  private Optional<ByteSize> recycleMemory = Optional.empty();
  private int queue = Defaults.POOL_QUEUE;
  private ByteSize queueBytes = Defaults.POOL_QUEUE_BYTES;
  private WhenFull whenFull = WhenFull.BLOCK;
  private TaskOrder order = TaskOrder.FIFO;
  private Optional<Duration> queueDeadline = Optional.empty();
  private Duration startDeadline = Defaults.POOL_START;
  private Optional<Duration> runDeadline = Optional.empty();
  private Retry retry = Retry.ifNotStarted();
  private int quarantine = Defaults.POOL_QUARANTINE;
  private int chunk = 0;
  private int inFlight = Defaults.POOL_IN_FLIGHT;
  private String progress = "";
  private int depth = Defaults.POOL_DEPTH;
  private Grants grants = Grants.derived();
  private ChildSpec.Jvm jvm = ChildSpec.Jvm.DEFAULT;
  private Optional<ByteSize> memory = Optional.empty();
  private Optional<Program.Worker> program = Optional.empty();
  private List<MethodHandles.Lookup> lookups = List.of();
  private Set<Class<?>> allowed = Set.of();

  private PoolOptions() {}

  private PoolOptions change(Consumer<PoolOptions> one) {
    try {
      PoolOptions copy = (PoolOptions) clone();
      one.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  /** The same with so many workers. */
  public PoolOptions withWorkers(int count) {
    return withWorkers(count, count);
  }

  /** The same with as few as {@code min} and as many as {@code max} workers. */
  public PoolOptions withWorkers(int min, int max) {
    Check.that(
        min >= 0 && max >= 1 && min <= max && max <= 1000,
        "pool: workers from %s to %s; give 0 <= min <= max, 1 <= max <= 1000",
        min,
        max);
    return change(it -> {
      it.minWorkers = min;
      it.maxWorkers = max;
    });
  }

  /** The same with other grants. */
  public PoolOptions with(Grants granted) {
    return change(it -> it.grants = granted);
  }

  /** The same with other JVMs. */
  public PoolOptions with(UnaryOperator<ChildSpec.Jvm> other) {
    return change(it -> it.jvm = other.apply(it.jvm));
  }

  /** The same with access to what the caller can access: {@code MethodHandles.lookup()}. */
  public PoolOptions with(MethodHandles.Lookup lookup) {
    List<MethodHandles.Lookup> all = new ArrayList<>(lookups);
    all.add(lookup);
    return change(it -> it.lookups = List.copyOf(all));
  }

  /** The same, also taking values of these records and enums back. */
  public PoolOptions withAllowed(Class<?>... types) {
    Set<Class<?>> all = new HashSet<>(allowed);
    all.addAll(List.of(types));
    return change(it -> it.allowed = Set.copyOf(all));
  }

  /** The same under a name, for logs, `firebreak ps` and thread names. */
  public PoolOptions withName(String value) {
    return change(it -> it.name = Check.name("pool", value));
  }

  /** The same that stops workers above the least number when they were idle for so long. */
  public PoolOptions withIdle(Duration value) {
    Check.that(value.isPositive(), "pool: idle = %s; give a positive time", value);
    return change(it -> it.idle = value);
  }

  /**
   * The same that keeps so many booted JVMs for each worker, to take its place at once; they run no
   * user code before.
   */
  public PoolOptions withSpares(int value) {
    Check.that(value >= 0 && value <= 8, "pool: spares = %s; give 0 to 8", value);
    return change(it -> it.spares = value);
  }

  /** The same with what each worker runs before its first task; if it fails, none is started. */
  public PoolOptions withInitializer(SerializableRunnable value) {
    return change(it -> it.initializer = Optional.of(value));
  }

  /**
   * The same with something that each worker runs when it is stopped in order; what it throws is
   * logged.
   */
  public PoolOptions withFinalizer(SerializableRunnable value) {
    return change(it -> it.finalizer = Optional.of(value));
  }

  /** The same with another limit on the finalizer. */
  public PoolOptions withFinalizerLimit(Duration value) {
    Check.that(value.isPositive(), "pool: finalizerLimit = %s; give a positive time", value);
    return change(it -> it.finalizerLimit = value);
  }

  /** The same that replaces each worker after so many tasks; 0 for never. */
  public PoolOptions withRecycleTasks(int value) {
    Check.that(value >= 0, "pool: recycleTasks = %s; give 0 or more", value);
    return change(it -> it.recycleTasks = value);
  }

  /** The same that replaces each worker at an age, between two tasks. */
  public PoolOptions withRecycleAge(Duration value) {
    Check.that(value.isPositive(), "pool: recycleAge = %s; give a positive time", value);
    return change(it -> it.recycleAge = Optional.of(value));
  }

  /** The same that replaces each worker whose resident memory is above that, between two tasks. */
  public PoolOptions withRecycleMemory(ByteSize value) {
    return change(it -> it.recycleMemory = Optional.of(value));
  }

  /** The same that holds so many waiting tasks. */
  public PoolOptions withQueue(int value) {
    Check.that(value >= 1, "pool: queue = %s; give at least 1", value);
    return change(it -> it.queue = value);
  }

  /** The same that holds so many bytes of waiting tasks. */
  public PoolOptions withQueueBytes(ByteSize value) {
    return change(it -> it.queueBytes = value);
  }

  /** The same that does this when its queue is full. */
  public PoolOptions withWhenFull(WhenFull value) {
    return change(it -> it.whenFull = value);
  }

  /** The same that takes tasks in this order. */
  public PoolOptions withOrder(TaskOrder value) {
    return change(it -> it.order = value);
  }

  /** The same with a limit on how long a task waits to be begun. */
  public PoolOptions withQueueDeadline(Duration value) {
    Check.that(value.isPositive(), "pool: queueDeadline = %s; give a positive time", value);
    return change(it -> it.queueDeadline = Optional.of(value));
  }

  /** The same with a limit on a worker's start, its initializer included. */
  public PoolOptions withStartDeadline(Duration value) {
    Check.that(value.isPositive(), "pool: startDeadline = %s; give a positive time", value);
    return change(it -> it.startDeadline = value);
  }

  /** The same with a limit on how long a task runs. */
  public PoolOptions withRunDeadline(Duration value) {
    Check.that(value.isPositive(), "pool: runDeadline = %s; give a positive time", value);
    return change(it -> it.runDeadline = Optional.of(value));
  }

  /** The same with another policy for tasks whose worker died. */
  public PoolOptions withRetry(Retry value) {
    return change(it -> it.retry = value);
  }

  /** The same that refuses a task that has killed so many workers; 0 for never. */
  public PoolOptions withQuarantine(int value) {
    Check.that(value >= 0, "pool: quarantine = %s; give 0 or more", value);
    return change(it -> it.quarantine = value);
  }

  /** The same that sends items of maps in chunks of this size; 0 to measure and choose. */
  public PoolOptions withChunk(int value) {
    Check.that(value >= 0 && value <= 1_000_000, "pool: chunk = %s; give 0 to 1000000", value);
    return change(it -> it.chunk = value);
  }

  /** The same with so many items of a stream on their way. */
  public PoolOptions withInFlight(int value) {
    Check.that(value >= 1, "pool: inFlight = %s; give at least 1", value);
    return change(it -> it.inFlight = value);
  }

  /**
   * The same that shows a bar of this title on stderr's terminal for maps of over half a second.
   */
  public PoolOptions withProgress(String value) {
    return change(it -> it.progress = value);
  }

  /** The same whose tasks may open pools so many levels deep; 0 for none. */
  public PoolOptions withDepth(int value) {
    Check.that(value >= 0 && value <= 8, "pool: depth = %s; give 0 to 8", value);
    return change(it -> it.depth = value);
  }

  /** The same whose workers share this much memory for their heaps. */
  public PoolOptions withMemory(ByteSize value) {
    return change(it -> it.memory = Optional.of(value));
  }

  /** The same whose workers find classes there, not where the caller has them. */
  public PoolOptions withProgram(Program.Worker value) {
    return change(it -> it.program = Optional.of(value));
  }

  /** Its name; empty for one of the pool's own. */
  public String name() {
    return name;
  }

  /** The least number of workers; 0 for as many as the most. */
  public int minWorkers() {
    return maxWorkers == 0 ? maxWorkers() : minWorkers;
  }

  /** The greatest number of workers; 0 for one a processor. */
  public int maxWorkers() {
    return maxWorkers == 0 ? Runtime.getRuntime().availableProcessors() : maxWorkers;
  }

  /** How long a worker above the least number may be idle. */
  public Duration idle() {
    return idle;
  }

  /** Booted JVMs for each worker, to take its place at once. */
  public int spares() {
    return spares;
  }

  /** What each worker runs before its first task. */
  public Optional<SerializableRunnable> initializer() {
    return initializer;
  }

  /** What each worker runs when it is stopped in order. */
  public Optional<SerializableRunnable> finalizer() {
    return finalizer;
  }

  /** How long the finalizer may take; then the worker is killed. */
  public Duration finalizerLimit() {
    return finalizerLimit;
  }

  /** Tasks after which a worker is replaced; 0 for never. */
  public int recycleTasks() {
    return recycleTasks;
  }

  /** The age at which a worker is replaced. */
  public Optional<Duration> recycleAge() {
    return recycleAge;
  }

  /** The resident memory above which a worker is replaced. */
  public Optional<ByteSize> recycleMemory() {
    return recycleMemory;
  }

  /** The greatest number of waiting tasks. */
  public int queue() {
    return queue;
  }

  /** The greatest number of bytes of waiting tasks. */
  public ByteSize queueBytes() {
    return queueBytes;
  }

  /** What happens when the queue is full. */
  public WhenFull whenFull() {
    return whenFull;
  }

  /** Which of two tasks of the same priority goes first. */
  public TaskOrder order() {
    return order;
  }

  /** How long a task may wait to be begun. */
  public Optional<Duration> queueDeadline() {
    return queueDeadline;
  }

  /** How long a worker's start may take, its initializer included. */
  public Duration startDeadline() {
    return startDeadline;
  }

  /** How long a task may run. */
  public Optional<Duration> runDeadline() {
    return runDeadline;
  }

  /** Whether a task whose worker died is run again. */
  public Retry retry() {
    return retry;
  }

  /** How many workers a task may kill before it is refused. */
  public int quarantine() {
    return quarantine;
  }

  /** The size of a map's chunks; 0 to measure and choose. */
  public int chunk() {
    return chunk;
  }

  /** How many items of a stream are on their way. */
  public int inFlight() {
    return inFlight;
  }

  /** The title of the progress bar for long maps; empty for none. */
  public String progress() {
    return progress;
  }

  /** How many levels of pools its tasks may open. */
  public int depth() {
    return depth;
  }

  /** What tasks may see and do. */
  public Grants grants() {
    return grants;
  }

  /** How workers' JVMs are set up. */
  public ChildSpec.Jvm jvm() {
    return jvm;
  }

  /** What the workers' heaps share; empty for half of the machine's memory. */
  public Optional<ByteSize> memory() {
    return memory;
  }

  /** Where workers find classes; empty for where the caller has them. */
  public Optional<Program.Worker> program() {
    return program;
  }

  /** For packages that are not opened to dev.firebreak.link. */
  public List<MethodHandles.Lookup> lookups() {
    return lookups;
  }

  /** Records and enums that may come back beside those of the submitting modules. */
  public Set<Class<?>> allowed() {
    return allowed;
  }
}
