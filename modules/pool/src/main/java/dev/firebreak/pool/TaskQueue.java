package dev.firebreak.pool;

import dev.firebreak.api.TaskOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Slices that no worker holds, by priority and age. Counts items and bytes; slices that nobody
 * wants any more are dropped when their turn comes. Under the dispatcher's lock.
 */
final class TaskQueue {
  private final TaskOrder order;
  private final TreeMap<Integer, ArrayDeque<Slice>> levels =
      new TreeMap<>(Comparator.reverseOrder());
  private final ArrayDeque<Slice> usual = new ArrayDeque<>();
  private int items;
  private long bytes;

  /** Dropped, and still in a level until their turn comes; more than so many are taken out. */
  private int dropped;

  private static final int MOST_DROPPED = 64;

  TaskQueue(TaskOrder order) {
    this.order = order;
    levels.put(0, usual);
  }

  /** Behind, or with LIFO before, those of its priority. */
  void add(Slice slice) {
    enter(slice);
    level(slice).addLast(slice);
  }

  /** The next to be taken of its priority: it was taken before. */
  void addFirst(Slice slice) {
    enter(slice);
    if (order == TaskOrder.FIFO) {
      level(slice).addFirst(slice);
    } else {
      level(slice).addLast(slice);
    }
  }

  private void enter(Slice slice) {
    slice.queued = true;
    slice.lane = null;
    items += slice.count();
    bytes += slice.job().bytes();
  }

  private ArrayDeque<Slice> level(Slice slice) {
    int priority = slice.job().terms.priority();
    return priority == 0 ? usual : levels.computeIfAbsent(priority, _ -> new ArrayDeque<>());
  }

  /** Takes the next; null if there is none. */
  @Nullable Slice poll() {
    Slice next = peek();
    if (next != null) {
      var _ = leave(next);
      remove();
    }
    return next;
  }

  /** The next; null if there is none. */
  @Nullable Slice peek() {
    while (items > 0) {
      ArrayDeque<Slice> level = first();
      Slice slice =
          level == null ? null : order == TaskOrder.FIFO ? level.peekFirst() : level.peekLast();
      if (slice == null) {
        return null;
      }
      if (slice.queued && !slice.job().abandoned()) {
        return slice;
      }
      if (!leave(slice)) {
        dropped--;
      }
      remove();
    }
    return null;
  }

  private void remove() {
    ArrayDeque<Slice> level = first();
    if (level != null) {
      var _ = order == TaskOrder.FIFO ? level.pollFirst() : level.pollLast();
    }
  }

  private @Nullable ArrayDeque<Slice> first() {
    if (levels.size() == 1) {
      return usual.isEmpty() ? null : usual;
    }
    for (ArrayDeque<Slice> level : levels.values()) {
      if (!level.isEmpty()) {
        return level;
      }
    }
    return null;
  }

  /** Counts it out; false if {@link #drop} did. */
  private boolean leave(Slice slice) {
    if (!slice.queued) {
      return false;
    }
    slice.queued = false;
    items -= slice.count();
    bytes -= slice.job().bytes();
    return true;
  }

  /** Takes a queued slice out; what is left of it in here is dropped when its turn comes. */
  void drop(Slice slice) {
    if (leave(slice) && ++dropped > MOST_DROPPED && dropped > items) {
      // Their turn may be far, behind an item that lasts, and they hold what was to be sent.
      levels.values().forEach(level -> level.removeIf(other -> !other.queued));
      dropped = 0;
    }
  }

  /** How many slices it keeps, those that were dropped among them. */
  int kept() {
    return levels.values().stream().mapToInt(ArrayDeque::size).sum();
  }

  /** Takes all that are still wanted, in their order. */
  List<Slice> clear() {
    List<Slice> all = new ArrayList<>();
    for (Slice next = poll(); next != null; next = poll()) {
      all.add(next);
    }
    return all;
  }

  boolean isEmpty() {
    return items == 0;
  }

  int items() {
    return items;
  }

  long bytes() {
    return bytes;
  }
}
