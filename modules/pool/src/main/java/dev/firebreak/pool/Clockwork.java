package dev.firebreak.pool;

import dev.firebreak.api.Defaults;
import dev.firebreak.api.LimitException;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Rung;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happens by time: limits, the ladder that ends an item, taking back what waits behind a long
 * item, and workers that are too old or idle. It ticks only while there is something to look after.
 * <!-- For maintainers. State is under the dispatcher's lock. A tick that comes late means that this
 * whole process was paused (stopped, starved): that time is charged to nobody, so limits are held
 * against a clock that leaves it out. -->
 */
final class Clockwork {
  private static final String STUBBORN = "neither asking nor an interrupt ended it, ";

  /** How long an item may hold up what was sent behind it while another worker is idle. */
  private static final long TICK = 10_000_000;

  private static final long LOOK = 500_000_000;

  private final Dispatcher dispatcher;
  private final Seats seats;
  private final ScheduledExecutorService timer;
  private final PriorityQueue<Due> dues = new PriorityQueue<>(Comparator.comparingLong(Due::at));
  private long pauses;
  private long expected;
  private long lookAt;
  private boolean armed;
  private boolean slow;
  private int turn;
  private boolean closed;
  private int timedItems;

  /** A job that waits, and until when it may; by a clock without pauses. */
  private record Due(long at, Job job) {}

  Clockwork(Dispatcher dispatcher, PoolOptions options, Seats seats) {
    this.dispatcher = dispatcher;
    this.seats = seats;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("firebreak-pool " + options.name()).daemon().factory());
  }

  private long clock() {
    return System.nanoTime() - pauses;
  }

  /** How long this process was paused so far; under the lock. */
  long pauses() {
    return pauses;
  }

  /** A job with limits was submitted. */
  void watch(Job job) {
    if (job.terms.queue() > 0) {
      dues.add(new Due(clock() + job.terms.queue(), job));
    }
    if (job.terms.run() > 0) {
      timedItems++;
    }
    arm();
  }

  /** Ticks from now on, if it does not. */
  void arm() {
    if (!closed && (!armed || slow)) {
      armed = true;
      schedule(TICK);
    }
  }

  private void schedule(long delay) {
    slow = delay > TICK;
    expected = System.nanoTime() + delay;
    int mine = ++turn;
    var _ = timer.schedule(() -> tick(mine), delay, TimeUnit.NANOSECONDS);
  }

  private void tick(int mine) {
    List<Losses.Ends> ends = new ArrayList<>();
    List<Lane> lanes = List.of();
    dispatcher.lock();
    try {
      if (closed || mine != turn) {
        return; // a sooner one took its place
      }
      long now = System.nanoTime();
      boolean paused = now - expected > Defaults.PAUSE.toNanos();
      if (paused) {
        for (Lane lane : seats.lanes()) {
          var _ = lane.ledger.runningSince(pauses); // what ran before this pause is not charged it
        }
        pauses += now - expected;
      } else {
        boolean back = limits(now, ends);
        for (Lane lane : List.copyOf(seats.lanes())) {
          back |= climb(lane, now);
        }
        if (seats.takeOver(now, TICK, dispatcher) || back) {
          lanes = dispatcher.refillAll();
        }
      }
      if (now >= lookAt) {
        lookAt = now + LOOK;
        dues.removeIf(due -> due.job().abandoned() || due.job().from == due.job().to);
        seats.look(now);
      }
      seats.wanted(dispatcher.queue().items());
      dispatcher.signalIfCalm();
      lanes = lanes.isEmpty() ? List.copyOf(seats.lanes()) : lanes;
      if (busy()) {
        schedule(TICK);
      } else if (seats.looks()) {
        schedule(LOOK);
      } else {
        armed = false;
      }
    } catch (RuntimeException | Error e) {
      dispatcher.warn(
          e instanceof OutOfMemoryError
              ? "this JVM ran out of memory: %s; the pool goes on".formatted(e.getMessage())
              : "a fault of Firebreak itself: " + e);
      schedule(LOOK);
    } finally {
      dispatcher.unlock();
    }
    ends.forEach(Losses.Ends::tell);
    dispatcher.flush(lanes);
  }

  private boolean busy() {
    return !dues.isEmpty() || !seats.idle() || seats.waiting(dispatcher.queue()) > 0;
  }

  /** How many jobs have a limit for their time in the queue; under the lock. */
  int watched() {
    return dues.size();
  }

  // Limits.

  /** Whether others may have what was taken back. */
  private boolean limits(long now, List<Losses.Ends> ends) {
    boolean back = false;
    long clock = now - pauses;
    for (Due due = dues.peek(); due != null && due.at() <= clock; due = dues.peek()) {
      dues.poll();
      back |= overdue(due.job(), ends);
    }
    if (timedItems == 0) {
      return back;
    }
    for (Lane lane : seats.lanes()) {
      Slice running = lane.ledger.running();
      Strike strike = lane.ledger.strike();
      if (running == null || running.job().terms.run() == 0 || (strike != null && strike.insist)) {
        continue;
      }
      long since = lane.ledger.runningSince(pauses);
      if (since != 0 && now - since > running.job().terms.run()) {
        strike(lane, running.first, words(running.job().terms.run()), true);
      }
    }
    return back;
  }

  private boolean overdue(Job job, List<Losses.Ends> ends) {
    if (job.abandoned() || job.from == job.to) {
      return false;
    }
    boolean back = false;
    Lane lane = job.lane;
    if (!job.queued && lane != null && !lane.ledger.over() && !lane.ledger.begun(job.first)) {
      back = !dispatcher.takeBack(lane).isEmpty();
    }
    if (job.queued) {
      dispatcher.drop(job);
      for (int item = job.from; item < job.to; item++) {
        ends.add(
            new Losses.Ends(
                job,
                item,
                new LimitException(
                    "%s waited longer than its limit of %s to be begun: %d tasks are in front of it or beside it"
                        .formatted(
                            job.title(item),
                            words(job.terms.queue()),
                            seats.waiting(dispatcher.queue())),
                    LimitException.Clock.QUEUE,
                    Duration.ofNanos(job.terms.queue())),
                null));
      }
    }
    return back;
  }

  static String words(long nanos) {
    return nanos < 1_000_000_000
        ? "%d ms".formatted(nanos / 1_000_000)
        : "%.1f s".formatted(nanos / 1e9);
  }

  // The ladder.

  /**
   * Begins to end an item that runs: it is asked, then interrupted, then its worker is ended, by
   * the home's own steps.
   *
   * @param limit the limit that struck, in words; null if it was cancelled
   * @param insist whether more than asking is to be done
   */
  void strike(Lane lane, long item, @Nullable String limit, boolean insist) {
    strike(lane, item, limit, insist, System.nanoTime());
  }

  /** The same as if it had been begun then. */
  void strike(Lane lane, long item, @Nullable String limit, boolean insist, long since) {
    Strike known = lane.ledger.strike();
    if (known != null && (known.insist || !insist)) {
      return; // one that was only asked may still have to be made to
    }
    lane.ledger.strike(new Strike(item, limit, insist, since));
    lane.add(new dev.firebreak.link.ToWorker.Cancel(item, false));
    arm();
  }

  /** Whether others may have what was taken back. */
  private boolean climb(Lane lane, long now) {
    Strike strike = lane.ledger.strike();
    if (strike == null || !strike.insist || strike.killed) {
      return false;
    }
    long since = now - strike.since;
    if (!strike.interrupted && since > Defaults.POOL_ASK.toNanos()) {
      strike.interrupted = true;
      strike.step = Rung.INTERRUPT;
      strike.rung = "it ended when it was interrupted";
      lane.add(new dev.firebreak.link.ToWorker.Cancel(strike.item, true));
    }
    boolean up = since > Defaults.POOL_ASK.plus(Defaults.POOL_INTERRUPT).toNanos();
    if (up) {
      strike.killed = true;
      strike.step = Rung.TERMINATE;
      strike.rung = STUBBORN + "so its worker was sent SIGTERM";
      lane.ledger.close(); // what was sent ahead is not to begin in a worker that ends
      dispatcher.giveBack(lane.recall());
      String why =
          strike.limit == null
              ? "its task was cancelled and did not end"
              : "its task ran longer than its limit of %s and did not end".formatted(strike.limit);
      boolean dead =
          dispatcher
              .home()
              .end(lane.hand().worker(), lane.hand().generation(), why, strike.limit == null);
      if (!dead) {
        strike.rung =
            STUBBORN
                + "and a thread cannot be killed: it was abandoned, and another took its place";
      }
    }
    return up;
  }

  void close() {
    closed = true;
    timer.shutdownNow();
  }
}
