package dev.firebreak.pool;

import dev.firebreak.link.Board;
import dev.firebreak.link.LinkException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which items one worker holds, in the order in which it begins and ends them.
 * <!-- For maintainers. All of it is under the dispatcher's lock. An item is settled by whoever takes
 * it out of here. `framed` are items whose records said that their results come in frames: they are
 * out of the queue of slices, and still held. There may be several, as the ring is read ahead of the
 * link. -->
 */
final class Ledger {
  /**
   * What is sent ahead of the item that runs, in time: more than a wake-up there and back takes.
   */
  private static final long AHEAD = 1_000_000;

  /** Beyond this an item is worth waiting for: nothing is sent ahead behind it. */
  private static final long LONG = 20_000_000;

  private static final int MOST_AHEAD = 4096;

  /** A job's consecutive items that were taken out; {@code struck} is about the first of them. */
  record Stretch(Job job, int from, int to, @Nullable Strike struck) {}

  /** What a dead worker leaves: items that it had begun, and those that it had not. */
  record Left(List<Slice> begun, List<Slice> unbegun) {}

  private record Framed(Stretch stretch, long item, int attempt, int killed) {
    Slice slice() {
      Job job = stretch.job;
      Slice slice = job;
      if (stretch.from > 0 || stretch.to < job.to) { // not all that there was of it
        slice = new Slice(job, stretch.from, stretch.to);
        slice.attempt = attempt;
        slice.killed = killed;
      }
      slice.from = stretch.from;
      slice.first = item;
      return slice;
    }
  }

  private final @Nullable Board board;
  private final Dispatcher dispatcher;
  private final ArrayDeque<Slice> slices = new ArrayDeque<>();
  private boolean mapped;
  private long next;
  private long begunItems;
  private long begunAt;
  private int held;
  private int sentBytes;
  private long done;
  private double average = -1;
  private long moved = System.nanoTime();
  private @Nullable Strike strike;
  private final ArrayDeque<Framed> framed = new ArrayDeque<>();
  private long timedItem = -1;
  private long pausesBefore;
  private boolean over;
  private boolean closed;

  Ledger(@Nullable Board board, Dispatcher dispatcher) {
    this.board = board;
    this.dispatcher = dispatcher;
  }

  // What it may hold.

  int held() {
    return held;
  }

  long done() {
    return done;
  }

  boolean over() {
    return over;
  }

  /** When an item last came to its end. */
  long moved() {
    return moved;
  }

  int sentBytes() {
    return sentBytes;
  }

  @Nullable Slice running() {
    return slices.peek();
  }

  /** The number that the next item to be sent gets. */
  long next() {
    return next;
  }

  void map() {
    mapped = true;
  }

  void begin(long item) {
    begunItems = item + 1;
    begunAt = System.nanoTime();
  }

  /** From now on nothing is sent. */
  void close() {
    closed = true;
  }

  /** Whether a slice may be sent now. */
  boolean roomFor(Slice slice) {
    if (over || closed || allowance() <= 0) {
      return false;
    }
    if (held == 0) {
      return true;
    }
    Board shared = board;
    if (!mapped || shared == null || shared.frozen() || sentBytes > Lane.PIPE) {
      return false;
    }
    double known = average < 0 ? dispatcher.average() : average;
    if (known < 0 || known * held > LONG) {
      return false;
    }
    return slice.job() instanceof Chunk
        ? slices.size() < 2
        : held < Math.clamp((long) (AHEAD / Math.max(known, 1)), 2, MOST_AHEAD);
  }

  /** Whether it is best sent at once: else the next results take it along in one write. */
  boolean takesAtOnce(Slice slice) {
    return held < 2 && roomFor(slice);
  }

  /** How many more items the worker may have in its life. */
  long allowance() {
    int most = dispatcher.options().recycleTasks();
    return most == 0 ? Long.MAX_VALUE : most - done - held;
  }

  /** A slice is being sent. */
  void enter(Slice slice, int bytes) {
    slice.first = next;
    slice.sentFrom = slice.from;
    slice.sent = bytes;
    slice.job().sentAlone = held == 0 && slice instanceof Job ? System.nanoTime() : 0;
    next += slice.count();
    held += slice.count();
    sentBytes += bytes;
    slices.add(slice);
  }

  // What is taken back.

  /** The item that the worker begins next, as far as it is known. */
  private long nextToBegin() {
    Board shared = board;
    return mapped && shared != null ? shared.next() : begunItems;
  }

  boolean begun(long item) {
    return item < nextToBegin();
  }

  /**
   * Takes back all that was sent and not begun, in its order; the caller has to send Recalled, also
   * where there is none: the worker begins nothing before. Null if the board was left alone.
   */
  @Nullable List<Slice> recall() {
    Board shared = board;
    Slice front = slices.peek();
    if (!mapped || shared == null || shared.frozen() || over || front == null) {
      return null;
    }
    if (slices.size() == 1 && front.count() == 1 && begun(front.first)) {
      return null;
    }
    return cut(shared.freeze());
  }

  /** Cuts the ledger before an item. */
  private List<Slice> cut(long item) {
    ArrayDeque<Slice> back = new ArrayDeque<>();
    for (Slice last = slices.peekLast();
        last != null && last.first + last.count() > item;
        last = slices.peekLast()) {
      if (last.first >= item) {
        slices.pollLast();
        last.lane = null; // whoever cancels it now has nobody to ask
        held -= last.count();
        sentBytes -= last.sent;
        back.addFirst(last);
      } else {
        int at = last.from + (int) (item - last.first);
        Slice rest = new Slice(last.job(), at, last.to);
        held -= rest.count();
        last.to = at;
        back.addFirst(rest);
        break;
      }
    }
    return List.copyOf(back);
  }

  /** Its worker is dead and all that it wrote was taken. */
  Left die() {
    over = true;
    List<Slice> unbegun = cut(nextToBegin());
    List<Slice> begun = new ArrayList<>();
    for (Framed half : framed) {
      begun.add(half.slice());
    }
    framed.clear();
    begun.addAll(slices);
    slices.clear();
    held = 0;
    return new Left(begun, unbegun);
  }

  // The item that is to end.

  @Nullable Strike strike() {
    Strike known = strike;
    if (known != null && !awaited(known.item)) {
      strike = null; // it has ended
      return null;
    }
    return known;
  }

  private @Nullable Strike struck(long item) {
    Strike known = strike();
    return known != null && known.item == item ? known : null;
  }

  /**
   * Whether it has yet to end; one that was begun may have others before it that were not taken.
   */
  private boolean awaited(long item) {
    for (Slice slice : slices) {
      if (item >= slice.first && item < slice.first + slice.count()) {
        return true;
      }
    }
    return at(item) != null;
  }

  /** The item, if it is the next to end, or if its result is on its way in frames. */
  @Nullable Stretch at(long item) {
    for (Framed half : framed) {
      if (half.item == item) {
        return half.stretch;
      }
    }
    Slice front = slices.peek();
    return front != null && front.first == item
        ? new Stretch(front.job(), front.from, front.from + 1, null)
        : null;
  }

  void strike(Strike begun) {
    strike = begun;
  }

  /**
   * When the running item was begun, less what this process was paused since; 0 if nothing runs.
   *
   * @param pauses of this process so far
   */
  long runningSince(long pauses) {
    Slice front = slices.peek();
    if (front == null || !begun(front.first)) {
      return 0;
    }
    if (timedItem != front.first) {
      timedItem = front.first;
      pausesBefore = pauses;
    }
    Board shared = board;
    long began = mapped && shared != null ? shared.began() : begunAt;
    return began + (pauses - pausesBefore);
  }

  // What comes to its end.

  /**
   * Takes out the items of the first slice for which there are records, up to one that comes in
   * frames; null if that is the first.
   */
  @Nullable Stretch take(Records reader) throws LinkException {
    Slice slice = slices.peek();
    if (slice == null) {
      throw Records.unexpected();
    }
    Strike struck = struck(slice.first);
    int from = slice.from;
    boolean first = from == slice.sentFrom;
    boolean frames = false;
    while (slice.from < slice.to && reader.more() && !frames) {
      try {
        reader.read();
      } catch (LinkException e) {
        if (slice.from == from) {
          throw e;
        }
        break; // those before it have ended all the same; the next call comes to it
      }
      frames = reader.plainKind() == Board.FRAMED;
      slice.from++;
      slice.first++;
      learn(reader.nanos(), slice.from - slice.sentFrom);
    }
    int to = slice.from;
    if (frames) {
      to--;
      boolean again = first && to == from;
      framed.add(
          new Framed(
              new Stretch(slice.job(), to, to + 1, to == from ? struck : null),
              slice.first - 1,
              again ? slice.attempt : 1,
              again ? slice.killed : 0));
    }
    held -= to - from;
    done += to - from;
    finish(slice);
    moved = System.nanoTime();
    return to == from ? null : new Stretch(slice.job(), from, to, struck);
  }

  /** Takes out the item whose result came in frames. */
  Stretch takeFramed(long item, long nanos) throws LinkException {
    Framed half = framed.poll();
    Stretch whole;
    if (half != null) {
      if (half.item != item) {
        throw Records.unexpected();
      }
      whole = half.stretch;
    } else {
      Slice slice = slices.peek();
      if (slice == null || slice.first != item) {
        throw Records.unexpected();
      }
      Strike struck = struck(item);
      whole = new Stretch(slice.job(), slice.from, slice.from + 1, struck);
      slice.from++;
      slice.first++;
      finish(slice);
    }
    held--;
    done++;
    learn(nanos, 1);
    moved = System.nanoTime();
    return whole;
  }

  private void finish(Slice slice) {
    if (slice.from == slice.to) {
      slices.poll();
      sentBytes = slices.isEmpty() ? 0 : sentBytes - slice.sent;
    }
  }

  private void learn(long nanos, int items) {
    if (nanos > 0) {
      double each = (double) nanos / items;
      average = average < 0 ? each : average + (each - average) / 8;
      dispatcher.learn(each);
    }
  }
}
