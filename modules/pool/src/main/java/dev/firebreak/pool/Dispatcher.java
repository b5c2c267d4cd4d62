package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has which task: the queue, the workers, and what happens when one of them dies.
 * <!-- For maintainers. One lock guards the queue, the seats and every lane's ledger; nothing that
 * waits and no code of a user's runs under it. Frames are put into a lane's `out` under it and sent
 * after it is released; jobs are told their end after it is released.
 *
 * A slice is queued, or in one ledger, or nowhere: that is how a task is never lost nor run twice. -->
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.pool");

  /** What happens to the pool as a whole. */
  enum State {
    OPEN,
    /** Accepts nothing more, and runs what it has. */
    SHUTDOWN,
    /** Runs nothing more. */
    STOPPED
  }

  /** Threads that may wait; they outlive the home, as what is told of its end does. */
  private static final Executor WAITING =
      action -> Thread.ofVirtual().name("firebreak-pool").start(action);

  private final PoolOptions options;
  private final Home home;
  private final Recorder recorder;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition calm = lock.newCondition();
  private final AtomicLong ids = new AtomicLong();
  private final Seats seats;
  private final TaskQueue queue;
  private final Clockwork clockwork;
  private final Intake intake;
  private final Losses losses;
  private final Endings endings;
  private final Nested nested;
  private final CompletableFuture<Void> ready;
  private State state = State.OPEN;
  private double average = -1;

  Dispatcher(
      PoolOptions options,
      Home home,
      Recorder recorder,
      Seats seats,
      CompletableFuture<Void> ready,
      Nested nested) {
    this.nested = nested;
    this.ready = ready;
    this.options = options;
    this.home = home;
    this.recorder = recorder;
    this.seats = seats;
    this.queue = new TaskQueue(options.order());
    this.intake = new Intake(this, options, seats);
    this.endings = new Endings(this, seats);
    this.losses = new Losses(this, options, seats, intake, ready);
    this.clockwork = new Clockwork(this, options, seats);
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  static Executor waiting() {
    return WAITING;
  }

  Executor executor() {
    return WAITING;
  }

  Recorder recorder() {
    return recorder;
  }

  Home home() {
    return home;
  }

  PoolOptions options() {
    return options;
  }

  Clockwork clockwork() {
    return clockwork;
  }

  TaskQueue queue() {
    return queue;
  }

  long nextId(int count) {
    return ids.getAndAdd(count) + 1;
  }

  double average() {
    return average;
  }

  /** Under the lock. */
  void learn(double nanos) {
    average = average < 0 ? nanos : average + (nanos - average) / 16;
  }

  void warn(String sentence) {
    LOG.warn("pool {}: {}", options.name(), sentence);
  }

  // What workers take.

  /** Gives a lane what it has room for; under the lock, the caller flushes. */
  void refill(Lane lane) {
    if (!lane.ready) {
      return;
    }
    TaskQueue own = seats.own(lane);
    boolean took = false;
    while (true) {
      TaskQueue from = own.peek() == null ? queue : own; // it may hold what nobody wants
      Slice slice = from.peek();
      if (slice == null || !lane.roomFor(slice)) {
        break;
      }
      var _ = from.poll();
      long most = lane.ledger.allowance();
      if (slice.count() > most) {
        Slice rest = new Slice(slice.job(), slice.from + (int) most, slice.to);
        slice.to = rest.from;
        from.addFirst(rest);
      }
      lane.send(slice);
      took = true;
    }
    if (took) {
      signalRoom();
    }
    signalIfCalm(); // what nobody wanted any more was dropped on the way
  }

  /** Items were taken out of a lane's ledger and will be told; under the lock. */
  void taken(Lane lane) {
    seats.telling(1);
    endings.goOn(lane);
    refill(lane);
  }

  /** Gives all lanes what they have room for; those that the caller has to flush. */
  List<Lane> refillAll() {
    List<Lane> lanes = new ArrayList<>();
    for (Lane lane : seats.lanes()) {
      refill(lane);
      lanes.add(lane);
    }
    return lanes;
  }

  void flush(List<Lane> lanes) {
    lanes.forEach(Lane::flush);
  }

  /** Items of a lane were settled, and their jobs were told; without the lock. */
  void settled(Lane lane) {
    lock.lock();
    try {
      seats.telling(-1);
      seats.rest(lane);
      signalIfCalm();
    } finally {
      lock.unlock();
    }
  }

  /** There is more, or less, that somebody waits for, outside of the workers; without the lock. */
  void owes(int more) {
    lock.lock();
    try {
      seats.telling(more);
      signalIfCalm();
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  void signalIfCalm() {
    if (state != State.OPEN && isCalm()) {
      calm.signalAll();
    }
  }

  private boolean isCalm() {
    return queue.isEmpty() && seats.idle() && !intake.expects();
  }

  // How workers come and go.

  void admit(Lane lane) {
    locked(() -> seats.admit(lane));
    lane.flush();
  }

  Intake intake() {
    return intake;
  }

  Nested nested() {
    return nested;
  }

  Endings endings() {
    return endings;
  }

  Losses losses() {
    return losses;
  }

  /** There is room in the queue; under the lock, as the next two. */
  void signalRoom() {
    room.signalAll();
  }

  Condition room() {
    return room;
  }

  boolean open() {
    return state == State.OPEN;
  }

  boolean stopped() {
    return state == State.STOPPED;
  }

  void ready(int worker, int generation) {
    Lane lane;
    lock.lock();
    try {
      lane = seats.ready(worker, generation);
      if (lane == null) {
        return;
      }
      long now = System.nanoTime();
      recorder.started(worker, now, now - seats.hiredAt(worker));
      clockwork.arm(); // it may be replaced or dismissed by time, and others may give it work
      refill(lane);
    } finally {
      lock.unlock();
    }
    lane.flush();
    ready.complete(null);
  }

  /** Takes back what a lane has not begun. */
  List<Slice> takeBack(Lane lane) {
    List<Slice> back = lane.recall();
    giveBack(back);
    return back;
  }

  /** Queues a slice; under the lock. */
  void enqueue(Slice slice) {
    seats.queueOf(slice.job(), queue).add(slice);
    seats.wanted(queue.items());
    clockwork.arm();
  }

  /** Puts what a worker did not begin in front of the queue; in order, under the lock. */
  void giveBack(List<Slice> slices) {
    for (int i = slices.size() - 1; i >= 0; i--) {
      Slice slice = slices.get(i);
      if (state == State.STOPPED) {
        endings.never(slice.job());
      } else if (!slice.job().abandoned()) {
        seats.queueOf(slice.job(), queue).addFirst(slice);
      } else {
        slice.job().dropped();
      }
    }
    if (!slices.isEmpty()) {
      clockwork.arm();
    }
  }

  /** Takes a job out of the queue. */
  void drop(Job job) {
    seats.queueOf(job, queue).drop(job);
    signalRoom();
  }

  // How the pool ends.

  State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  void shutdown() {
    lock.lock();
    try {
      if (state == State.OPEN) {
        state = State.SHUTDOWN;
      }
      intake.shut();
      signalRoom();
      signalIfCalm();
    } finally {
      lock.unlock();
    }
  }

  /** Takes back all that was not begun, and ends what runs. */
  List<Job> stop() {
    List<Job> never = new ArrayList<>();
    List<Lane> lanes = new ArrayList<>();
    lock.lock();
    try {
      state = State.STOPPED;
      for (Lane lane : seats.lanes()) {
        for (Slice slice : lane.recall()) {
          if (!slice.job().abandoned()) {
            never.add(slice.job());
          } else {
            slice.job().dropped();
          }
        }
        lanes.add(lane);
        Slice running = lane.ledger.running();
        if (running != null && running.count() > 1) {
          never.add(running.job()); // a chunk that cannot be taken back
        }
        endings.goOn(lane);
      }
      for (Slice slice : seats.clearAll(queue)) {
        never.add(slice.job());
      }
      signalRoom();
      signalIfCalm();
    } finally {
      lock.unlock();
    }
    flush(lanes);
    return never;
  }

  /** Waits until nothing is queued or runs; whether that came within the time. */
  boolean awaitCalm(long nanos) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (!isCalm()) {
        if (left <= 0) {
          return false;
        }
        left = calm.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    locked(clockwork::close);
  }
}
