package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.WhenFull;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accepts jobs, or says why not. State is under the dispatcher's lock. */
final class Intake {
  private final Dispatcher dispatcher;
  private final PoolOptions options;
  private final Seats seats;
  private final Poison poison;
  private @Nullable RuntimeException unstartable;
  private final Set<Accepted> maps = new HashSet<>();

  Intake(Dispatcher dispatcher, PoolOptions options, Seats seats) {
    this.dispatcher = dispatcher;
    this.options = options;
    this.seats = seats;
    this.poison = new Poison(options.quarantine());
  }

  /** Counts that a slice's first item killed its worker; how many it has by now. */
  int killed(Slice slice) {
    return poison.killed(slice);
  }

  /** Why an item of a map is not to be sent; null if it is. */
  @Nullable String quarantined(Shipped function, byte[] arguments, int length, String title) {
    if (!poison.suspects(length)) {
      return null;
    }
    dispatcher.lock();
    try {
      return poison.refusal(function, arguments, length, title);
    } finally {
      dispatcher.unlock();
    }
  }

  /** From now on nothing is accepted, as nothing will ever run it. */
  void close(RuntimeException why) {
    unstartable = why;
  }

  /**
   * Accepts a map.
   *
   * @throws RefusedException if the pool is closed, or has no worker
   */
  Accepted begin() {
    Accepted map = new Accepted(this);
    dispatcher.lock();
    try {
      refuseIfClosed(dispatcher.open());
      maps.add(map);
    } finally {
      dispatcher.unlock();
    }
    return map;
  }

  void over(Accepted map) {
    dispatcher.lock();
    try {
      if (maps.remove(map)) {
        dispatcher.signalIfCalm();
      }
    } finally {
      dispatcher.unlock();
    }
  }

  /** The calling thread shuts the pool down; under the lock. */
  void shut() {
    maps.removeIf(map -> map.readBy(Thread.currentThread()));
  }

  /** Whether more may come though the pool was shut down; under the lock. */
  boolean expects() {
    return !maps.isEmpty() && !dispatcher.stopped();
  }

  /**
   * Accepts a job.
   *
   * @throws RefusedException if it does not, unless the job's future is to tell that
   */
  void submit(Job job) {
    Lane lane;
    dispatcher.lock();
    try {
      if (givenUp(job)) {
        return;
      }
      refuseIfClosed(takes(job));
      refuseIfPoisoned(job);
      if (!awaitRoom(job)) {
        return;
      }
      dispatcher.recorder().submitted(job);
      lane = seats.choose(job, dispatcher.queue().isEmpty());
      if (lane == null) {
        dispatcher.enqueue(job);
      } else if (job.count() > lane.ledger.allowance()) {
        dispatcher.enqueue(job);
        dispatcher.refill(lane); // takes as many of them as it may
      } else {
        lane.send(job);
        if (lane.ledger.held() > 1) {
          dispatcher.clockwork().arm(); // what stands before it may last
        }
      }
      if (job.terms.run() > 0 || job.terms.queue() > 0) {
        dispatcher.clockwork().watch(job);
      }
    } finally {
      dispatcher.unlock();
    }
    if (lane != null) {
      lane.flush();
    }
  }

  /** Whether its map was given up, which has counted its end, and whose reason is told. */
  private boolean givenUp(Job job) {
    if (job.abandoned()) {
      dispatcher.recorder().submitted(job);
      return true;
    }
    return false;
  }

  private boolean takes(Job job) {
    return dispatcher.open() || (maps.contains(job.accepted()) && !dispatcher.stopped());
  }

  private void refuseIfClosed(boolean takes) {
    if (!takes) {
      throw new RefusedException(
          "pool %s is closed and accepts no more tasks".formatted(options.name()), null);
    }
    RuntimeException why = unstartable;
    if (why != null) {
      throw new RefusedException(
          "pool %s has no worker and can start none: %s"
              .formatted(options.name(), why.getMessage()),
          why);
    }
  }

  private void refuseIfPoisoned(Job job) {
    String why = poison.refusal(job);
    if (why != null) {
      throw new RefusedException(why, null);
    }
  }

  /** Whether there is room in the queue; waits for it, or says why not, as the options say. */
  private boolean awaitRoom(Job job) {
    boolean interrupted = false;
    try {
      while (full(job)) {
        String why =
            "pool %s is full: %d tasks of %d bytes wait (queue %d, queueBytes %d)"
                .formatted(
                    options.name(),
                    seats.waiting(dispatcher.queue()),
                    seats.waitingBytes(dispatcher.queue()),
                    options.queue(),
                    options.queueBytes().bytes());
        if (options.whenFull() == WhenFull.REJECT || interrupted) {
          throw new RefusedException(
              interrupted ? why + "; the submitter was interrupted while it waited" : why, null);
        }
        if (options.whenFull() == WhenFull.FAIL_FUTURE && job instanceof PoolTask<?> task) {
          task.refuse(new RefusedException(why, null));
          return false;
        }
        try {
          dispatcher.room().await();
        } catch (InterruptedException e) {
          interrupted = true;
        }
        if (givenUp(job)) {
          return false;
        }
        refuseIfClosed(takes(job));
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean full(Job job) {
    // One that is larger than the whole bound is accepted when nothing else waits.
    int waiting = seats.waiting(dispatcher.queue());
    return waiting > 0
        && (waiting + job.count() > options.queue()
            || seats.waitingBytes(dispatcher.queue()) + job.bytes() > options.queueBytes().bytes());
  }
}
