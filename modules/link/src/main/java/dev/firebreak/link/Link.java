package dev.firebreak.link;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One end of the pair of streams between a parent and a child. Any thread may send; one receives.
 *
 * <p>A send is one write and one flush. It blocks while the pipe is full, that is while the other
 * end has left 64 KiB unread on Linux.
 * <!-- For maintainers. The sending side belongs to whoever holds the lock; the receiving side
 * (buffer, from, to) belongs to the one thread that receives and has no lock. Reads take what is
 * there, up to 8 KiB, since FileInputStream has to allocate for more; the buffer grows to a frame's
 * length only after that length was checked, and shrinks back after. -->
 *
 * @param <S> what this end sends
 * @param <R> what this end receives
 */
public final class Link<S extends Frame, R extends Frame> implements Closeable {
  /** The largest length that a frame may give for its tag and body. */
  public static final int MAX_FRAME = 1 << 20;

  /** The status of a child that lost its link: its parent is gone, or sends what is no frame. */
  public static final int LOST = 117;

  private static final int CHUNK = 8192;

  /** What is written at once: what a pipe holds. */
  private static final int WRITE = 64 * 1024;

  private final InputStream in;
  private final OutputStream out;
  private final boolean atChild;
  private final ReentrantLock sending = new ReentrantLock();
  private final FrameWriter writer = new FrameWriter();
  private byte[] buffer = new byte[CHUNK];
  private int from;
  private int to;

  private Link(InputStream in, OutputStream out, boolean atChild) {
    this.in = in;
    this.out = out;
    this.atChild = atChild;
  }

  /** The parent's end. */
  public static Link<ToChild, ToParent> toChild(InputStream in, OutputStream out) {
    return new Link<>(in, out, false);
  }

  /** The child's end. */
  public static Link<ToParent, ToChild> toParent(InputStream in, OutputStream out) {
    return new Link<>(in, out, true);
  }

  /**
   * Sends one frame.
   *
   * @throws LinkException if it is larger than {@link #MAX_FRAME}; nothing was sent and the link is
   *     as it was
   * @throws IOException if the other end is gone
   */
  public void send(S frame) throws IOException {
    sending.lock();
    try {
      writer.clear();
      add(frame);
      out.write(writer.bytes(), 0, writer.size());
      out.flush();
    } finally {
      sending.unlock();
    }
  }

  /**
   * Sends frames in as few writes as their size allows, one for what fits 64 KiB.
   *
   * @throws LinkException if one is larger than {@link #MAX_FRAME}; those before it may have been
   *     sent, and no part of a frame was
   * @throws IOException if the other end is gone
   */
  public void sendAll(List<? extends S> frames) throws IOException {
    sending.lock();
    try {
      writer.clear();
      for (int i = 0; i < frames.size(); i++) {
        add(frames.get(i));
        if (writer.size() >= WRITE) {
          out.write(writer.bytes(), 0, writer.size());
          writer.clear();
        }
      }
      if (writer.size() > 0) {
        out.write(writer.bytes(), 0, writer.size());
      }
      out.flush();
    } finally {
      sending.unlock();
    }
  }

  private void add(S frame) throws LinkException {
    if (!writer.frame(frame)) {
      throw LinkException.tooLarge(frame, writer.excess());
    }
  }

  /**
   * Waits for the next frame.
   *
   * @return null when the other end closed after a whole frame
   * @throws LinkException if what came is no frame, or is half of one; the message says which
   */
  public @Nullable R receive() throws IOException {
    if (!fill(Integer.BYTES)) {
      return null;
    }
    int length = FrameReader.intAt(buffer, from);
    if (length < 1 || length > MAX_FRAME) {
      throw LinkException.length(length);
    }
    fill(Integer.BYTES + length);
    int start = from + Integer.BYTES;
    from = start + length;
    FrameReader body = new FrameReader(buffer, start, from);
    int tag = body.octet();
    // The two factories pair the direction with the type.
    @SuppressWarnings("unchecked")
    R frame = (R) (atChild ? Wire.toChild(tag, body) : Wire.toParent(tag, body));
    body.end();
    return frame;
  }

  /** Whether a whole frame was read already, so that {@link #receive} would not wait. */
  public boolean pending() {
    if (to - from < Integer.BYTES) {
      return false;
    }
    int length = FrameReader.intAt(buffer, from);
    return length < 1 || length > MAX_FRAME || to - from >= Integer.BYTES + length;
  }

  /** Closes both streams, so that the other end sees this one's end. */
  @Override
  public void close() throws IOException {
    try (in) {
      out.close();
    }
  }

  /** Has so many bytes from {@code from} on; false when the end came before the first. */
  private boolean fill(int needed) throws IOException {
    if (to - from >= needed) {
      return true;
    }
    makeRoom(needed);
    while (to < needed) {
      int got = in.read(buffer, to, Math.min(buffer.length - to, CHUNK));
      if (got < 0) {
        if (to == 0) {
          return false;
        }
        throw LinkException.half(to, needed);
      }
      to += got;
    }
    return true;
  }

  private void makeRoom(int needed) {
    int held = to - from;
    byte[] target = buffer;
    if (needed > buffer.length) {
      target = new byte[needed];
    } else if (buffer.length > CHUNK && Math.max(needed, held) <= CHUNK) {
      target = new byte[CHUNK];
    }
    System.arraycopy(buffer, from, target, 0, held);
    buffer = target;
    from = 0;
    to = held;
  }
}
