package dev.firebreak.worker;

import dev.firebreak.api.RemoteException;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.link.Board;
import dev.firebreak.link.Codec;
import dev.firebreak.link.Link;
import dev.firebreak.link.RemoteThrowable;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToWorker;
import dev.firebreak.link.Varint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an item costs a worker: no test, and run by hand.
 *
 * <pre>
 * java -cp modules/{api,link,worker}/target/classes:modules/worker/target/test-classes
 *   --add-exports java.base/jdk.internal.access=ALL-UNNAMED
 *   --add-exports java.base/jdk.internal.misc=ALL-UNNAMED
 *   dev.firebreak.worker.LoopCost (chunk | single) [bare]
 * </pre>
 *
 * With {@code bare} nothing is kept for the case of a death: begin and put do nothing.
 */
final class LoopCost implements TaskLoop.Host, Codec.Types, Board.Cells {
  private static final int ITEMS = 1000;
  private static final int FRAMES = 20_000;

  private final boolean chunks;
  private final boolean bare;
  private final byte[] payload;
  private final byte[] function;
  private final Board real = Board.local();
  private final Board board;
  private Link<ToParent, ToChild> link;
  private int step;
  private long item;
  private long at;

  private LoopCost(boolean chunks, boolean bare) throws IOException {
    this.chunks = chunks;
    this.bare = bare;
    var memory = java.nio.ByteBuffer.allocateDirect(Board.SIZE);
    Board.Cells cells = Inside.cells(memory);
    cells.set(0, real.cells().get(0));
    this.board = bare ? Board.over(memory, this) : Board.over(memory, cells);
    Parent parent = new Parent(null, null);
    function = parent.function((SerializableFunction<Integer, Integer>) x -> x);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] length = new byte[Varint.MOST];
    for (int i = 0; i < ITEMS; i++) {
      byte[] value = parent.values(i);
      if (chunks) {
        all.write(length, 0, Varint.put(length, 0, value.length));
        all.writeBytes(value);
      } else {
        all.writeBytes(frame(new ToWorker.Work(i, i, 1, 0, 1, false, value)));
      }
    }
    payload = all.toByteArray();
  }

  private static byte[] frame(ToChild frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Link.toChild(InputStream.nullInputStream(), out).send(frame);
    return out.toByteArray();
  }

  public static void main(String[] arguments) throws IOException {
    LoopCost cost =
        new LoopCost(
            arguments[0].equals("chunk"), arguments.length > 1 && arguments[1].equals("bare"));
    Link<ToParent, ToChild> out =
        Link.toParent(InputStream.nullInputStream(), OutputStream.nullOutputStream());
    new TaskLoop(out, cost, cost, 1, 1).serve();
  }

  @Override
  public @Nullable ToChild receive() throws IOException {
    int now = step++;
    if (now == 0) {
      return new ToWorker.Define(0, function);
    }
    if (now == 1) {
      return new ToWorker.Open(ToWorker.Open.NONE, ToWorker.Open.NONE);
    }
    if (chunks) {
      turn(now);
      if (now > FRAMES) {
        return new ToChild.Stop();
      }
      ToChild frame = new ToWorker.Chunk(item, item, 1, 0, 1, false, ITEMS, payload);
      item += ITEMS;
      return frame;
    }
    int within = (now - 2) % ITEMS;
    if (within == 0) {
      int round = (now - 2) / ITEMS;
      turn(round + 1);
      if (round > FRAMES / 4) {
        return new ToChild.Stop();
      }
      if (!bare && board.next() > 0) {
        board.thaw(0);
      }
      link = Link.toParent(new ByteArrayInputStream(payload), OutputStream.nullOutputStream());
    }
    return link.receive();
  }

  /** Another thousand items are done. */
  private void turn(int round) {
    if (!bare) {
      board.cells().set(Board.READ, board.cells().get(Board.WRITTEN));
    }
    if (round % 1000 == 0) {
      long now = System.nanoTime();
      System.out.printf(Locale.ROOT, "%.1f ns an item%n", (now - at) / (1000.0 * ITEMS));
      at = now;
    }
  }

  // Cells that keep nothing.

  @Override
  public long get(int offset) {
    return offset == 0 ? real.cells().get(0) : 0;
  }

  @Override
  public void set(int offset, long value) {}

  @Override
  public boolean replace(int offset, long expected, long value) {
    return true;
  }

  @Override
  public void lost() {
    throw new IllegalStateException("lost");
  }

  @Override
  public void exhausted(OutOfMemoryError error) {}

  @Override
  public boolean flush() {
    return false;
  }

  @Override
  public Board board() {
    return board;
  }

  @Override
  public Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, LoopCost.class.getClassLoader());
  }

  @Override
  public @Nullable String refusal(Class<?> type) {
    return null;
  }

  @Override
  public boolean serialized() {
    return true;
  }

  @Override
  public boolean serializes() {
    return false;
  }

  @Override
  public MethodHandles.@Nullable Lookup lookup(Class<?> type) {
    return null;
  }

  @Override
  public Throwable standIn(RemoteThrowable thrown) {
    return new RemoteException(thrown.type(), thrown.message(), thrown.text());
  }
}
