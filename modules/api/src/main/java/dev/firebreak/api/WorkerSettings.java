package dev.firebreak.api;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The options of a pool that say how its workers live: how many, what they run at their begin and
 * end, what stands ready for them, when they are replaced. To a user these are methods of {@link
 * PoolOptions}; a class of its own keeps them together, as AbstractStringBuilder is to
 * StringBuilder.
 */
abstract sealed class WorkerSettings implements Cloneable permits TaskSettings {
  // Not final, as a copy is changed before anybody else sees it.
  private int minWorkers = 0;
  private int maxWorkers = 0;
  private Duration idle = Defaults.POOL_IDLE;
  private int spares = 0;
  private boolean initializedSpares = false;
  private Optional<SerializableRunnable> initializer = Optional.empty();
  private Optional<SerializableRunnable> finalizer = Optional.empty();
  private Duration finalizerLimit = Defaults.POOL_FINALIZER;
  private int recycleTasks = 0;
  private Optional<Duration> recycleAge = Optional.empty();
  private Optional<ByteSize> recycleMemory = Optional.empty();
  private Duration startDeadline = Defaults.POOL_START;

  WorkerSettings() {}

  final PoolOptions copy() {
    try {
      return (PoolOptions) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private PoolOptions change(Consumer<WorkerSettings> one) {
    PoolOptions copy = copy();
    one.accept(copy);
    return copy;
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

  /** The same that stops workers above the least number when they were idle for so long. */
  public PoolOptions withIdle(Duration value) {
    Check.that(value.isPositive(), "pool: idle = %s; give a positive time", value);
    return change(it -> it.idle = Check.span(value));
  }

  /**
   * The same that keeps so many booted JVMs for each worker, to take its place at once; they run no
   * user code before, unless {@link #withInitializedSpares} asks for it.
   */
  public PoolOptions withSpares(int value) {
    Check.that(value >= 0 && value <= 8, "pool: spares = %s; give 0 to 8", value);
    return change(it -> it.spares = value);
  }

  /**
   * The same whose spares run the initializer when they start, and not when they take a worker's
   * place: for one that takes long. There, {@link WorkContext#worker()} is the number of the worker
   * whose place it is for, {@link WorkContext#generation()} is 0, and its {@link WorkContext#state}
   * is what tasks find later. It has the start deadline as its limit. One that throws is told in
   * the log, and no spare is kept for that worker from then on; so are three in a row that ended by
   * themselves or came to the limit. A spare that was not needed runs the finalizer when the pool
   * is closed. What it holds is held {@code withSpares} times more often.
   *
   * <p>A spare that still runs its initializer takes nobody's place. Age and tasks, for recycling,
   * count from when it took its place.
   */
  public PoolOptions withInitializedSpares(boolean value) {
    return change(it -> it.initializedSpares = value);
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
    return change(it -> it.finalizerLimit = Check.span(value));
  }

  /** The same that replaces each worker after so many tasks; 0 for never. */
  public PoolOptions withRecycleTasks(int value) {
    Check.that(value >= 0, "pool: recycleTasks = %s; give 0 or more", value);
    return change(it -> it.recycleTasks = value);
  }

  /** The same that replaces each worker at an age, between two tasks. */
  public PoolOptions withRecycleAge(Duration value) {
    Check.that(value.isPositive(), "pool: recycleAge = %s; give a positive time", value);
    return change(it -> it.recycleAge = Optional.of(Check.span(value)));
  }

  /** The same that replaces each worker whose resident memory is above that, between two tasks. */
  public PoolOptions withRecycleMemory(ByteSize value) {
    return change(it -> it.recycleMemory = Optional.of(value));
  }

  /** The same with a limit on a worker's start, its initializer included. */
  public PoolOptions withStartDeadline(Duration value) {
    Check.that(value.isPositive(), "pool: startDeadline = %s; give a positive time", value);
    return change(it -> it.startDeadline = Check.span(value));
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

  /** Whether spares run the initializer when they start, not when they take a worker's place. */
  public boolean initializedSpares() {
    return initializedSpares;
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

  /** How long a worker's start may take, its initializer included. */
  public Duration startDeadline() {
    return startDeadline;
  }
}
