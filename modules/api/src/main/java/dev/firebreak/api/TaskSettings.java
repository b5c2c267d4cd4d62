package dev.firebreak.api;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The options of a pool that say how it treats tasks: where they wait and in which order, how long
 * they may take, what a death costs them, how they are sent. To a user these are methods of {@link
 * PoolOptions}.
 */
abstract sealed class TaskSettings extends WorkerSettings permits PoolOptions {
  private int queue = Defaults.POOL_QUEUE;
  private ByteSize queueBytes = Defaults.POOL_QUEUE_BYTES;
  private WhenFull whenFull = WhenFull.BLOCK;
  private TaskOrder order = TaskOrder.FIFO;
  private Optional<Duration> queueDeadline = Optional.empty();
  private Optional<Duration> runDeadline = Optional.empty();
  private Retry retry = Retry.ifNotStarted();
  private int quarantine = Defaults.POOL_QUARANTINE;
  private int chunk = 0;
  private int inFlight = Defaults.POOL_IN_FLIGHT;
  private String progress = "";
  private int depth = Defaults.POOL_DEPTH;

  TaskSettings() {}

  private PoolOptions change(Consumer<TaskSettings> one) {
    PoolOptions copy = copy();
    one.accept(copy);
    return copy;
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
    return change(it -> it.queueDeadline = Optional.of(Check.span(value)));
  }

  /** The same with a limit on how long a task runs. */
  public PoolOptions withRunDeadline(Duration value) {
    Check.that(value.isPositive(), "pool: runDeadline = %s; give a positive time", value);
    return change(it -> it.runDeadline = Optional.of(Check.span(value)));
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
}
