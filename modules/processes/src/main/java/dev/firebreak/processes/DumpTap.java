package dev.firebreak.processes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes a thread dump out of a child's standard output, where the JVM writes it among what the
 * program does:
 *
 * <pre>
 * 2026-11-27 13:01:45
 * Full thread dump OpenJDK ...
 * ...
 * Heap
 *  ...
 *                                  an empty line
 * </pre>
 *
 * It does so only while one is waited for: a dump that somebody else asked for is the program's
 * output, as everywhere. What the program writes into the middle of a dump goes with it.
 * <!-- For maintainers. `held` has what may be the beginning of the first two lines, whose form
 * BEGIN is (9 for a digit); it is released as soon as it is none. All state is under this object's
 * lock: one thread reads the output, another one arms and gives up. -->
 */
final class DumpTap {
  private static final byte[] BEGIN =
      "9999-99-99 99:99:99\nFull thread dump ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEAP = "Heap".getBytes(StandardCharsets.US_ASCII);

  /** How many bytes of an earlier chunk may come out with a later one. */
  static final int HELD = BEGIN.length;

  /** Some 2,000 threads; what is more is taken out all the same. */
  private static final int MOST = 1 << 20;

  private enum State {
    OFF,
    SEEKING,
    TAKING
  }

  private State state = State.OFF;
  private final byte[] held = new byte[BEGIN.length];
  private int matched;
  private ByteArrayOutputStream text = new ByteArrayOutputStream();
  private int column;
  private boolean heapLine;
  private boolean heap;
  private @Nullable CompletableFuture<ThreadDump> wanted;

  /** Waits for a dump from now on; one that was waited for before is given up. */
  synchronized CompletableFuture<ThreadDump> arm() {
    giveUp();
    text = new ByteArrayOutputStream();
    column = 0;
    heap = false;
    heapLine = false;
    state = State.SEEKING;
    CompletableFuture<ThreadDump> dump = new CompletableFuture<>();
    wanted = dump;
    return dump;
  }

  /** Waits no longer: what there is of a dump is told as it is. */
  synchronized void giveUp() {
    end(false);
  }

  /** Whether the output need not come through here. */
  synchronized boolean idle() {
    return state == State.OFF && matched == 0;
  }

  /**
   * Takes the next chunk.
   *
   * @param plain what is left of it, and what was held back before; {@link #HELD} bytes longer than
   *     the chunk
   * @return how many bytes that is
   */
  synchronized int strip(byte[] chunk, int count, byte[] plain) {
    int to = 0;
    for (int i = 0; i < count; i++) {
      byte next = chunk[i];
      switch (state) {
        case OFF -> {
          to = release(plain, to);
          plain[to++] = next;
        }
        case SEEKING -> to = seek(next, plain, to);
        case TAKING -> take(next);
      }
    }
    return to;
  }

  /** What was held back and will be no dump any more. */
  synchronized int rest(byte[] plain) {
    return release(plain, 0);
  }

  private int release(byte[] plain, int to) {
    System.arraycopy(held, 0, plain, to, matched);
    int end = to + matched;
    matched = 0;
    return end;
  }

  private int seek(byte next, byte[] plain, int to) {
    int out = to;
    held[matched++] = next;
    while (matched > 0 && !begins()) {
      plain[out++] = held[0];
      System.arraycopy(held, 1, held, 0, --matched);
    }
    if (matched == BEGIN.length) {
      state = State.TAKING;
      text.write(held, 0, matched);
      column = matched;
      matched = 0;
    }
    return out;
  }

  private boolean begins() {
    for (int i = 0; i < matched; i++) {
      boolean fits = BEGIN[i] == '9' ? held[i] >= '0' && held[i] <= '9' : held[i] == BEGIN[i];
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private void take(byte next) {
    if (text.size() < MOST) {
      text.write(next);
    }
    if (next != '\n') {
      heapLine =
          column == 0 ? next == HEAP[0] : heapLine && column < HEAP.length && next == HEAP[column];
      column++;
      return;
    }
    if (heap && column == 0) {
      end(true);
      return;
    }
    heap |= heapLine && column == HEAP.length;
    heapLine = false;
    column = 0;
  }

  private void end(boolean whole) {
    state = State.OFF;
    CompletableFuture<ThreadDump> told = wanted;
    wanted = null;
    if (told != null) {
      ThreadDump dump = new ThreadDump(text.toString(StandardCharsets.UTF_8), whole);
      text = new ByteArrayOutputStream();
      told.completeAsync(() -> dump); // whoever waits goes on elsewhere than under our lock
    }
  }
}
