package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkerStatus;
import dev.firebreak.api.WorkerStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a pool by their numbers: which are hired, which lane each has just now, and the
 * tasks that only one of them may run. Under the dispatcher's lock.
 */
final class Seats {
  /** One number; whoever sits there has it. */
  private static final class Seat {
    final int number;
    final TaskQueue own;
    boolean hired;
    boolean broken;
    long hiredAt;
    long idleSince;
    @Nullable Lane lane;

    Seat(int number, TaskQueue own) {
      this.number = number;
      this.own = own;
    }
  }

  private final PoolOptions options;
  private final Home home;
  private final Seat[] seats;
  private final List<Lane> lanes = new ArrayList<>();
  private int telling;
  private int hired;

  Seats(PoolOptions options, Home home) {
    this.options = options;
    this.home = home;
    this.seats = new Seat[options.maxWorkers()];
    for (int i = 0; i < seats.length; i++) {
      seats[i] = new Seat(i + 1, new TaskQueue(options.order()));
    }
  }

  private Seat seat(int number) {
    return seats[number - 1];
  }

  // Hiring.

  void hireLeast() {
    while (hired < options.minWorkers() && hireOne()) {}
  }

  /** There are tasks that nobody took. */
  void wanted(int waiting) {
    for (Seat seat : seats) {
      // Who was on the way home when a task came for it alone is hired again.
      if (!seat.own.isEmpty() && !seat.hired && !seat.broken && seat.lane == null) {
        hire(seat);
      }
    }
    if (waiting > 0 && hired < seats.length) {
      for (Seat seat : seats) {
        if (seat.hired && seat.lane == null) {
          return; // one is on its way
        }
      }
      var _ = hireOne();
    }
  }

  private boolean hireOne() {
    for (Seat seat : seats) {
      if (!seat.hired && !seat.broken && seat.lane == null) {
        hire(seat);
        return true;
      }
    }
    return false;
  }

  private void hire(Seat seat) {
    seat.hired = true;
    hired++;
    seat.hiredAt = System.nanoTime();
    home.hire(seat.number);
  }

  long hiredAt(int worker) {
    return seat(worker).hiredAt;
  }

  // Who takes a job.

  /** The lane that a job is sent to at once; null to queue it. */
  @Nullable Lane choose(Job job, boolean nobodyWaits) {
    if (!job.terms.key().isEmpty()) {
      Seat seat = sticky(job.terms.key());
      Lane lane = seat.lane;
      return lane != null
              && lane.ready
              && seat.own.isEmpty()
              && !lane.retiring
              && lane.ledger.takesAtOnce(job)
          ? lane
          : null;
    }
    if (!nobodyWaits) {
      return null;
    }
    Lane best = null;
    for (Lane lane : lanes) {
      if (lane.ready
          && (best == null || lane.ledger.held() < best.ledger.held())
          && !lane.retiring
          && lane.ledger.takesAtOnce(job)) {
        best = lane;
      }
    }
    return best;
  }

  /** Where a job waits. */
  TaskQueue queueOf(Job job, TaskQueue common) {
    return job.terms.key().isEmpty() ? common : sticky(job.terms.key()).own;
  }

  private Seat sticky(String key) {
    int start = Math.floorMod(key.hashCode() * 0x9E3779B9, seats.length);
    for (int i = 0; i < seats.length; i++) {
      Seat seat = seats[(start + i) % seats.length];
      if (!seat.broken) {
        if (!seat.hired && seat.lane == null) {
          hire(seat);
        }
        return seat;
      }
    }
    return seats[start];
  }

  TaskQueue own(Lane lane) {
    return seat(lane.hand().worker()).own;
  }

  int waiting(TaskQueue common) {
    int all = common.items();
    for (Seat seat : seats) {
      all += seat.own.items();
    }
    return all;
  }

  long waitingBytes(TaskQueue common) {
    long all = common.bytes();
    for (Seat seat : seats) {
      all += seat.own.bytes();
    }
    return all;
  }

  /** Takes all that waits. */
  List<Slice> clearAll(TaskQueue common) {
    List<Slice> all = new ArrayList<>(common.clear());
    for (Seat seat : seats) {
      all.addAll(seat.own.clear());
    }
    return all;
  }

  // Coming and going.

  List<Lane> lanes() {
    return lanes;
  }

  void admit(Lane lane) {
    seat(lane.hand().worker()).lane = lane;
    lanes.add(lane);
  }

  @Nullable Lane laneOf(int worker, int generation) {
    Lane lane = seat(worker).lane;
    return lane != null && lane.hand().generation() == generation ? lane : null;
  }

  @Nullable Lane ready(int worker, int generation) {
    Lane lane = laneOf(worker, generation);
    if (lane != null) {
      lane.ready = true;
      seat(worker).idleSince = System.nanoTime();
    }
    return lane;
  }

  /** A worker is gone; gives what waited for it alone and has to find another. */
  List<Slice> lost(Crew.Loss loss) {
    Seat seat = seat(loss.worker());
    Lane lane = laneOf(loss.worker(), loss.generation());
    if (lane != null) {
      lanes.remove(lane);
      seat.lane = null;
    }
    seat.hiredAt = System.nanoTime();
    if (loss.lasting()) {
      seat.broken = true;
      if (seat.hired) {
        seat.hired = false;
        hired--;
      }
      return seat.own.clear();
    }
    return List.of();
  }

  /** Whether no worker will ever come. */
  boolean none() {
    for (Seat seat : seats) {
      if (seat.hired || seat.lane != null) {
        return false;
      }
    }
    return true;
  }

  // Going on.

  /** Items that were taken out of a ledger are being told. */
  void telling(int more) {
    telling += more;
  }

  boolean idle() {
    if (telling > 0) {
      return false;
    }
    for (Lane lane : lanes) {
      if (lane.ledger.held() > 0) {
        return false;
      }
    }
    for (Seat seat : seats) {
      if (!seat.own.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** A lane has settled something: notes since when it is idle, and replaces it if it is time. */
  void rest(Lane lane) {
    if (lane.ledger.held() > 0 || lane.ledger.over()) {
      return;
    }
    seat(lane.hand().worker()).idleSince = System.nanoTime();
    int most = options.recycleTasks();
    if (most > 0 && lane.ledger.done() >= most && !lane.retiring) {
      lane.retiring = true;
      lane.why = "it has run %d tasks".formatted(lane.ledger.done());
    }
    if (lane.retiring && !lane.leaving) {
      lane.leaving = true;
      home.renew(lane.hand().worker(), lane.why);
    }
  }

  /**
   * Takes back what was sent to a worker behind an item that lasts, if another worker has nothing
   * to do; whether there was any.
   */
  boolean takeOver(long now, long patience, Dispatcher dispatcher) {
    boolean anyIdle = false;
    for (Lane lane : lanes) {
      anyIdle |= lane.ready && !lane.retiring && lane.ledger.held() == 0;
    }
    boolean any = false;
    for (Lane lane : lanes) {
      boolean stuck = lane.ledger.held() > 1 && now - lane.ledger.moved() > patience;
      if (stuck && (anyIdle || lane.retiring)) {
        any |= !dispatcher.takeBack(lane).isEmpty();
      }
    }
    return any;
  }

  /** Looks for workers that are too old or too large, and for those that nobody needs. */
  void look(long now) {
    for (Lane lane : List.copyOf(lanes)) {
      if (lane.retiring || !lane.ready) {
        continue;
      }
      Seat seat = seat(lane.hand().worker());
      String why = tooOldOrLarge(lane, now);
      if (why != null) {
        lane.retiring = true;
        lane.why = why;
        rest(lane);
      } else if (hired > options.minWorkers()
          && lane.ledger.held() == 0
          && seat.own.isEmpty()
          && now - seat.idleSince > options.idle().toNanos()) {
        lane.retiring = true;
        lane.leaving = true;
        seat.hired = false;
        hired--;
        home.dismiss(seat.number, "it was idle for " + options.idle());
      }
    }
  }

  private @Nullable String tooOldOrLarge(Lane lane, long now) {
    if (options.recycleAge().isPresent()
        && now - lane.since() > options.recycleAge().get().toNanos()) {
      return "it is older than " + options.recycleAge().get();
    }
    if (options.recycleMemory().isPresent()) {
      long memory = home.memory(lane.hand().worker());
      if (memory > options.recycleMemory().get().bytes()) {
        return "it has %d MB of memory, more than %d"
            .formatted(memory >> 20, options.recycleMemory().get().bytes() >> 20);
      }
    }
    return null;
  }

  /** Whether {@link #look} has anything to look for. */
  boolean looks() {
    return options.recycleAge().isPresent()
        || options.recycleMemory().isPresent()
        || hired > options.minWorkers();
  }

  boolean anyReady() {
    for (Lane lane : lanes) {
      if (lane.ready) {
        return true;
      }
    }
    return false;
  }

  /** How long what runs now has been running, all together; not before its lane was there. */
  long running(long now) {
    long all = 0;
    for (Lane lane : lanes) {
      Slice front = lane.ledger.running();
      if (front != null && lane.ready) {
        all += Math.max(0, now - Math.max(lane.ledger.moved(), front.job().submitted));
      }
    }
    return all;
  }

  List<WorkerStatus> status(long now) {
    List<WorkerStatus> all = new ArrayList<>();
    for (Seat seat : seats) {
      Lane lane = seat.lane;
      if (lane == null) {
        if (seat.hired) {
          all.add(
              new WorkerStatus(
                  seat.number, 0, 0, State.STARTING, 0, 0, Duration.ofNanos(now - seat.hiredAt)));
        }
        continue;
      }
      State state =
          !lane.ready
              ? State.STARTING
              : lane.retiring ? State.RETIRING : lane.ledger.held() > 0 ? State.BUSY : State.IDLE;
      all.add(
          new WorkerStatus(
              seat.number,
              lane.hand().generation(),
              lane.hand().pid(),
              state,
              lane.ledger.held(),
              lane.ledger.done(),
              Duration.ofNanos(now - lane.since())));
    }
    return all;
  }
}
