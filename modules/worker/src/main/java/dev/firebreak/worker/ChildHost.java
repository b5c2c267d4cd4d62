package dev.firebreak.worker;

import dev.firebreak.link.Board;
import dev.firebreak.link.LastWords.Kind;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A worker that is a process of its own: what is fatal to it ends the process. */
final class ChildHost implements TaskLoop.Host {
  private final Listener listener;
  private final Uncaught uncaught;
  private final String boardFile;
  private final Box box;
  private @Nullable Marks out;
  private @Nullable Marks err;

  /**
   * A host.
   *
   * @param boardFile empty for none
   */
  ChildHost(Listener listener, Uncaught uncaught, String boardFile, Box box) {
    this.listener = listener;
    this.uncaught = uncaught;
    this.boardFile = boardFile;
    this.box = box;
  }

  /** From now on the output of tasks is flushed before their results. */
  void output(Marks marksOut, Marks marksErr) {
    Marks.pair(marksOut, marksErr);
    out = marksOut;
    err = marksErr;
  }

  @Override
  public @Nullable ToChild receive() throws IOException {
    return listener.receive();
  }

  @Override
  public void running(long task) {
    box.task(task);
  }

  @Override
  public void threw(long task, Throwable thrown) {
    box.task(task, thrown);
  }

  @Override
  public void lost() {
    box.mark(Kind.LINK_LOST, "");
    Runtime.getRuntime().halt(Link.LOST);
  }

  @Override
  public void exhausted(OutOfMemoryError error) {
    uncaught.uncaughtException(Thread.currentThread(), error);
  }

  @Override
  public boolean flush() {
    Marks first = out;
    Marks second = err;
    if (first == null || second == null) {
      return false;
    }
    // Both, whichever it was: who reads one is not to wait for a task that wrote to the other.
    boolean toFirst = first.handOver();
    boolean wrote = second.handOver() || toFirst;
    if (wrote) {
      first.end();
      second.end();
    }
    return wrote;
  }

  @Override
  public @Nullable Board board() throws IOException {
    if (boardFile.isEmpty()) {
      return null;
    }
    ByteBuffer memory = MappedFile.map(boardFile, Board.SIZE);
    try {
      return Board.over(memory, Inside.cells(memory));
    } catch (LinkageError e) {
      return Board.over(memory);
    }
  }
}
