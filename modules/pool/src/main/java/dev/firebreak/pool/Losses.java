package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Retry;
import dev.firebreak.api.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the items of a worker that died: the one that it had begun fails alone, or is
 * begun again where its retry says so; those that it had not begun go to others, in their order.
 */
final class Losses {
  private final Dispatcher dispatcher;
  private final PoolOptions options;
  private final Seats seats;
  private final Intake intake;
  private final CompletableFuture<Void> ready;
  private @Nullable Throwable initializerFailure; // under the dispatcher's lock

  Losses(
      Dispatcher dispatcher,
      PoolOptions options,
      Seats seats,
      Intake intake,
      CompletableFuture<Void> ready) {
    this.dispatcher = dispatcher;
    this.options = options;
    this.seats = seats;
    this.intake = intake;
    this.ready = ready;
  }

  /** A worker's initializer has ended; what it threw is kept for those who wait for a worker. */
  void opened(@Nullable Throwable failure) {
    if (failure != null) {
      dispatcher.locked(() -> initializerFailure = failure);
    }
  }

  /** A worker is dead, and all that it said was heard. */
  void lost(Crew.Loss loss) {
    List<Ends> ends = new ArrayList<>();
    List<Lane> lanes;
    Lane lane = seats.laneOf(loss.worker(), loss.generation());
    if (lane != null) {
      try {
        lane.drain();
      } catch (IOException e) {
        dispatcher.warn(
            "%s left what is no record: %s".formatted(lane.hand().title(), e.getMessage()));
      }
    }
    dispatcher.lock();
    try {
      dispatcher.recorder().ended(loss, System.nanoTime());
      if (lane != null) {
        bury(lane, loss, ends);
      }
      dispatcher.giveBack(seats.lost(loss));
      seats.telling(1);
      if (loss.lasting() && seats.none()) {
        giveUp(loss, ends);
      }
      lanes = dispatcher.refillAll();
      dispatcher.signalIfCalm();
    } finally {
      dispatcher.unlock();
    }
    if (lane != null) {
      dispatcher.nested().lost(lane);
    }
    ends.forEach(Ends::tell);
    dispatcher.flush(lanes);
    dispatcher.lock();
    try {
      seats.telling(-1);
      dispatcher.signalIfCalm();
    } finally {
      dispatcher.unlock();
    }
  }

  /** An end to be told without the lock. */
  record Ends(Job job, int item, RuntimeException why, @Nullable Lane by) {
    void tell() {
      job.fail(item, why, by);
    }
  }

  /** Whether somebody else ended it, so that its item is not to be blamed for good. */
  private static boolean fromOutside(Crew.Loss loss) {
    return switch (loss.verdict().cause()) {
      case OVERDUE, STOPPED -> true;
      default -> loss.verdict().fromOutside();
    };
  }

  /** Whether it was seen why the item did not end. */
  private static boolean explains(Crew.Loss loss) {
    Verdict.Cause cause = loss.verdict().cause();
    return cause == Verdict.Cause.DEADLOCK || cause == Verdict.Cause.GC_THRASH;
  }

  private void bury(Lane lane, Crew.Loss loss, List<Ends> ends) {
    Strike struck = lane.ledger.strike();
    if (struck != null) {
      struck.ended(loss.verdict());
      if (explains(loss)) {
        struck.rung += "; " + loss.verdict().sentence();
      }
    }
    Ledger.Left left = lane.ledger.die();
    List<Slice> again = new ArrayList<>();
    for (Slice slice : left.begun()) {
      slice.killed++;
      // A worker that was stopped, as by SIGSTOP, is overdue like others: that is not its item's.
      boolean stopped = struck != null && loss.verdict().cause() == Verdict.Cause.HANG;
      int killed = fromOutside(loss) || stopped ? slice.killed : intake.killed(slice);
      if (struck == null) {
        dispatcher.recorder().killed(slice.job());
      }
      boolean once = slice.count() == 1 && slice.again(options.quarantine());
      if (struck == null && once && !dispatcher.stopped()) {
        slice.attempt++;
        again.add(slice);
        continue;
      }
      if (struck != null) {
        slice.job().struck(struck.step);
      }
      for (int item = slice.from; item < slice.to; item++) {
        ends.add(
            new Ends(
                slice.job(),
                item,
                struck != null && struck.limit != null
                    ? dispatcher.endings().limitStruck(slice.job(), item, struck)
                    : Sentences.died(slice, item, loss, lane, killed, options),
                lane));
      }
    }
    for (Slice slice : left.unbegun()) {
      if (slice.job().terms.retry() instanceof Retry.Never) {
        for (int item = slice.from; item < slice.to; item++) {
          ends.add(new Ends(slice.job(), item, Sentences.notBegun(slice, item, loss, lane), lane));
        }
      } else {
        again.add(slice);
      }
    }
    dispatcher.giveBack(again);
  }

  /** No worker can be started: nothing will ever run what waits. */
  private void giveUp(Crew.Loss loss, List<Ends> ends) {
    RuntimeException why = Sentences.unstartable(options, loss, initializerFailure);
    intake.close(why);
    for (Slice slice : seats.clearAll(dispatcher.queue())) {
      for (int item = slice.from; item < slice.to; item++) {
        ends.add(new Ends(slice.job(), item, why, null));
      }
    }
    dispatcher.signalRoom();
    dispatcher.signalIfCalm();
    ready.completeExceptionally(why);
  }
}
