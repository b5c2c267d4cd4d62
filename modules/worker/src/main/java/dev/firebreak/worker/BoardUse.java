package dev.firebreak.worker;

import dev.firebreak.link.Board;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Shows the parent which item is begun: in a frame, and on the board from when that is mapped.
 * Belongs to the thread of the loop.
 * <!-- For maintainers. To map a file costs a young JVM more than its first task, so another thread
 * does it, and the loop takes the board into use between two items. -->
 */
final class BoardUse implements Runnable {
  private final Link<ToParent, ToChild> link;
  private final TaskLoop.Host host;
  private final Results results;
  private @Nullable Board board;
  private boolean mapping;
  private volatile @Nullable Board mapped;

  BoardUse(Link<ToParent, ToChild> link, TaskLoop.Host host, Results results) {
    this.link = link;
    this.host = host;
    this.results = results;
  }

  /** Has the board mapped, if that has not begun. */
  void map() {
    if (!mapping) {
      mapping = true;
      Daemon.start(this, "firebreak-board");
    }
  }

  @Override
  public void run() {
    try {
      mapped = host.board();
    } catch (IOException | LinkageError | RuntimeException e) {
      // Frames say all, as before; the parent hears of no board.
    }
  }

  /**
   * Begins an item.
   *
   * @return false if the parent has taken it back
   */
  boolean begin(long item, boolean timed) throws IOException {
    Board shared = board == null ? adopted(item) : board;
    if (shared == null) {
      link.send(new FromWorker.Begun(item));
      return true;
    }
    if (timed) {
      shared.began(System.nanoTime());
    }
    return shared.begin(item);
  }

  /** Items are begun again, from that one on. */
  void recalled(long next) {
    if (board != null) {
      board.thaw(next);
    }
  }

  /** Takes a board into use that has been mapped; the first item that it shows is that one. */
  private @Nullable Board adopted(long item) throws IOException {
    Board found = mapped;
    if (found == null || !found.cells().replace(Board.NEXT, 0, item)) {
      return null;
    }
    board = found;
    results.to(found);
    link.send(new FromWorker.Mapped());
    return found;
  }
}
