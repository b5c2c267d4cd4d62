package dev.firebreak.pool;

import dev.firebreak.api.LimitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Ends what nobody wants any more: cancelled tasks, maps that were given up, items over a limit.
 */
final class Endings {
  private final Dispatcher dispatcher;
  private final Seats seats;

  Endings(Dispatcher dispatcher, Seats seats) {
    this.dispatcher = dispatcher;
    this.seats = seats;
  }

  /** A task was cancelled: it is taken out of the queue, taken back, or ended. */
  void cancelled(Job job, boolean interrupt) {
    List<Lane> lanes = new ArrayList<>();
    boolean runs = false;
    dispatcher.lock();
    try {
      if (job.queued) {
        dispatcher.drop(job);
      } else {
        Lane lane = job.lane;
        if (lane != null && !lane.ledger.over() && job.from < job.to) {
          // It may be begun in the moment in which the others are taken back.
          if (lane.ledger.begun(job.first) || !dispatcher.takeBack(lane).contains(job)) {
            dispatcher.clockwork().strike(lane, job.first, null, interrupt);
            runs = true;
          }
          lanes = dispatcher.refillAll();
          lanes.add(lane);
        }
      }
      dispatcher.signalIfCalm();
    } finally {
      dispatcher.unlock();
    }
    dispatcher.flush(lanes);
    if (!runs) {
      job.dropped();
    }
  }

  /** A worker is stuck: it gets no more, and what it has not begun goes to others. */
  void drain(int worker, int generation, String why) {
    List<Lane> lanes;
    dispatcher.lock();
    try {
      Lane lane = seats.laneOf(worker, generation);
      if (lane == null || lane.retiring || lane.ledger.over()) {
        return;
      }
      lane.retiring = true;
      lane.why = why;
      var _ = dispatcher.takeBack(lane);
      seats.rest(lane);
      lanes = dispatcher.refillAll();
    } finally {
      dispatcher.unlock();
    }
    dispatcher.flush(lanes);
  }

  /** If what a lane runs, or is to run next, is wanted by nobody, it is ended; under the lock. */
  void goOn(Lane lane) {
    if (unwanted(lane.ledger.running())) {
      var _ = dispatcher.takeBack(lane);
      Slice running = lane.ledger.running();
      if (running != null && unwanted(running)) {
        Job job = running.job();
        if (job.endedSince == 0) {
          job.endedSince = System.nanoTime();
        }
        // All that is left of a chunk is given the time of one item.
        dispatcher.clockwork().strike(lane, running.first, null, true, job.endedSince);
      }
    }
  }

  private boolean unwanted(@Nullable Slice slice) {
    return slice != null
        && (dispatcher.stopped() || (slice.job() instanceof Chunk chunk && chunk.abandoned()));
  }

  /** It was taken back from a worker when nothing is begun any more; under the lock. */
  void never(Job job) {
    if (job instanceof PoolTask<?> task) {
      // Who waits for it may have given an executor, which is the user's.
      dispatcher.executor().execute(() -> task.unstarted());
    } else if (job instanceof Chunk chunk) {
      dispatcher.executor().execute(() -> chunk.spread.abort(shutDown()));
    }
  }

  static CancellationException shutDown() {
    return new CancellationException("its pool was shut down");
  }

  /** A map was given up: its chunks go out of the queue, and what runs of it is ended. */
  void abandon() {
    List<Lane> lanes;
    dispatcher.lock();
    try {
      for (Lane lane : seats.lanes()) {
        var _ = dispatcher.takeBack(lane);
        goOn(lane);
      }
      lanes = dispatcher.refillAll();
      dispatcher.signalRoom();
      dispatcher.signalIfCalm();
    } finally {
      dispatcher.unlock();
    }
    dispatcher.flush(lanes);
  }

  /** A function is not needed any more. */
  void forget(Shipped function) {
    List<Lane> lanes = new ArrayList<>();
    dispatcher.lock();
    try {
      for (Lane lane : seats.lanes()) {
        lane.forget(function.number());
        lanes.add(lane);
      }
    } finally {
      dispatcher.unlock();
    }
    dispatcher.flush(lanes);
  }

  /** What the future of an item tells whose limit struck, when it has ended. */
  LimitException limitStruck(Job job, int item, Strike struck) {
    return new LimitException(
        "%s ran longer than its limit of %s: %s"
            .formatted(job.title(item), struck.limit, struck.rung),
        LimitException.Clock.RUN,
        Duration.ofNanos(job.terms.run()));
  }
}
