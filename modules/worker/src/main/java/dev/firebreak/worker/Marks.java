package dev.firebreak.worker;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A standard stream of a worker in which a mark says whose the bytes behind it are:
 *
 * <pre>
 * 0x00, token (16 hexadecimal digits), number of the task (16 hexadecimal digits), 0x00
 * </pre>
 *
 * The token is the parent's choice, and no byte of a task is taken for a mark without it. A mark is
 * written when another task writes than the one before; one that ends in 0x01 says that the task
 * has ended, and is written if it wrote anything. Buffered as the JDK's own streams are.
 */
final class Marks extends BufferedOutputStream {
  private static final int BUFFER = 128;
  private static final int DIGITS = 16;

  /** Whoever writes next, it is not the one who wrote last. */
  private static final long NOBODY = -2;

  private final Marking marking;

  private Marks(Marking marking) {
    super(marking, BUFFER);
    this.marking = marking;
  }

  /**
   * What is written past one of them, by native code or another process, is to be known for whose
   * it is as soon as its task has written to the other.
   */
  static void pair(Marks one, Marks other) {
    one.marking.other = other.marking;
    other.marking.other = one.marking;
  }

  /** Puts marks into System.out, or System.err. */
  static Marks into(FileDescriptor descriptor, String token, TaskLoop loop) {
    boolean err = descriptor == FileDescriptor.err;
    Marks marks = new Marks(new Marking(new FileOutputStream(descriptor), token, loop));
    Charset charset = (err ? System.err : System.out).charset();
    PrintStream stream = new PrintStream(marks, true, charset);
    if (err) {
      System.setErr(stream);
    } else {
      System.setOut(stream);
    }
    return marks;
  }

  /** Hands over what is in the buffer; whether the task wrote anything. */
  boolean handOver() {
    if (count > 0) {
      try {
        flush();
      } catch (IOException e) {
        // As in a PrintStream: who writes does not learn that nobody reads.
      }
    }
    return marking.wrote;
  }

  /** Says that the task has ended. */
  void end() {
    try {
      marking.end();
    } catch (IOException e) {
      // As above.
    }
  }

  private static final class Marking extends OutputStream {
    private final OutputStream out;
    private final TaskLoop loop;
    private final byte[] mark = new byte[2 + 2 * DIGITS];
    private long last = ItemContext.NONE;
    private volatile boolean wrote;
    private @Nullable Marking other;

    Marking(OutputStream out, String token, TaskLoop loop) {
      this.out = out;
      this.loop = loop;
      System.arraycopy(token.getBytes(StandardCharsets.ISO_8859_1), 0, mark, 1, DIGITS);
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    /** One write, so that what grandchildren write at the same time comes before or after. */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      // One lock for both, as each may mark the other.
      synchronized (loop) {
        put(bytes, from, length);
      }
    }

    private void put(byte[] bytes, int from, int length) throws IOException {
      long task = loop.task();
      wrote |= length > 0;
      if (task == last || length == 0) {
        out.write(bytes, from, length);
        return;
      }
      last = task;
      mark(task, 0);
      byte[] marked = new byte[mark.length + length];
      System.arraycopy(mark, 0, marked, 0, mark.length);
      System.arraycopy(bytes, from, marked, mark.length, length);
      out.write(marked);
      Marking second = other;
      if (second != null && task != ItemContext.NONE && second.last != task) {
        second.last = task;
        second.mark(task, 0);
        second.out.write(second.mark);
      }
    }

    private void mark(long task, int end) {
      for (int i = 0; i < DIGITS; i++) {
        mark[1 + DIGITS + i] = (byte) Character.forDigit((int) (task >>> (60 - 4 * i)) & 0xf, 16);
      }
      mark[mark.length - 1] = (byte) end;
    }

    void end() throws IOException {
      synchronized (loop) {
        wrote = false;
        if (loop.task() != ItemContext.NONE) {
          mark(loop.task(), 1);
          out.write(mark);
          last = NOBODY;
        }
      }
    }
  }
}
