package dev.firebreak.processes;

import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.pool.Crew;
import dev.firebreak.pool.Hand;
import dev.firebreak.pool.Port;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One process that serves a pool: what it shares with us, and the way of its words to the pool.
 * <!-- For maintainers. The thread that reads its link tells the pool; the lock is for the case
 * that this thread still waits for a pipe when the process has ended, as some other process may
 * hold that: then end() tells the last of it, and nothing is told behind that. -->
 */
final class Member {
  private final Crew crew;
  private final int worker;
  private final Boards boards;
  private final boolean initializes;
  private final TaskTexts texts = new TaskTexts();
  private final String token = UUID.randomUUID().toString().replace("-", "").substring(16);
  private Boards.@Nullable Placed placed;
  private @Nullable Port port;
  private int generation;
  private boolean opened;
  private boolean waiting;
  private boolean over;

  /**
   * A worker, or a spare for it.
   *
   * @param initializes whether a spare runs the initializer before it takes the worker's place
   */
  Member(Crew crew, int worker, Boards boards, boolean initializes) {
    this.initializes = initializes;
    this.crew = crew;
    this.worker = worker;
    this.boards = boards;
  }

  /** Makes what is shared; before it is run. */
  synchronized void share() {
    placed = boards.make().orElse(null);
  }

  /** What its Run carries. */
  synchronized List<String> arguments() {
    String file = placed == null ? "" : placed.file().toString();
    return List.of(Integer.toString(worker), file, token);
  }

  Marks marks(boolean err) {
    return texts.marks(token, err);
  }

  boolean initializes() {
    return initializes;
  }

  /** It is a spare, and has read a Run that says so. */
  synchronized void prepare(long pid, Link<ToChild, ToParent> link) {
    if (!over && port == null) {
      port =
          crew.prepare(hand(0, "a spare of worker-%d (pid %d)".formatted(worker, pid), pid, link));
    }
  }

  /**
   * It has read its Run.
   *
   * @return whether it is ready with that, as it was opened when it was a spare
   */
  synchronized boolean admit(int number, long pid, Link<ToChild, ToParent> link) {
    if (over || generation > 0) {
      return false;
    }
    generation = number;
    Hand hand = hand(number, "worker-%d#%d (pid %d)".formatted(worker, number, pid), pid, link);
    port = opened ? crew.promote(hand) : crew.admit(hand);
    return opened;
  }

  private Hand hand(int number, String title, long pid, Link<ToChild, ToParent> link) {
    return new Hand(
        worker, number, pid, title, link, placed == null ? null : placed.board(), texts);
  }

  /**
   * It said something to the pool.
   *
   * @return whether it is ready with that
   * @throws IOException if that was out of turn
   */
  synchronized boolean heard(FromWorker frame) throws IOException {
    Port to = port;
    if (over) {
      return false;
    }
    if (to == null) {
      throw new IOException("a worker's frame before it was admitted");
    }
    switch (frame) {
      case FromWorker.Opened(byte[] failure) -> {
        if (opened) {
          throw new IOException("a worker was opened twice");
        }
        opened = true;
        if (failure.length == 0) {
          if (generation > 0) {
            crew.ready(worker, generation);
          }
          return true;
        }
        to.heard(frame);
      }
      case FromWorker.Mapped _ -> {
        unname();
        to.heard(frame);
      }
      default -> to.heard(frame);
    }
    return false;
  }

  /** Whether it has begun something that it has not ended. */
  boolean working() {
    Port to;
    synchronized (this) {
      to = over ? null : port;
    }
    return to != null && to.working();
  }

  /** It gets nothing more, and what it has not begun goes to others. */
  void drain(String why) {
    int number;
    synchronized (this) {
      number = generation;
    }
    crew.drain(worker, number, why);
  }

  /** The thread that reads its link is about to wait. */
  synchronized void pausing() throws IOException {
    if (!over && port != null) {
      waiting = true;
      port.pausing();
    }
  }

  /** It waits no longer. */
  synchronized void resuming() throws IOException {
    if (waiting && port != null) {
      waiting = false;
      port.resuming();
    }
  }

  /** Its process has ended; what it had said is told, and nothing behind that. */
  synchronized void end() {
    try {
      resuming();
    } catch (IOException e) {
      // It has ended already: what it wrote last is no result.
    }
    over = true;
    texts.end();
    unname();
  }

  private void unname() {
    if (placed != null) {
      boards.unname(placed);
    }
  }
}
