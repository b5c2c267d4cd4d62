package dev.firebreak.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A pipe within one JVM, which behaves as the operating system's do: what is read is there at once,
 * a full one holds the writer up, the end of either side is seen by the other, and an interrupt of
 * a thread that waits changes nothing but its status. (The JDK's looks for bytes once a second, and
 * breaks when a thread that has written ends.)
 */
public final class BytePipe {
  private static final int SIZE = 64 * 1024;

  private final byte[] ring = new byte[SIZE];
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition readable = lock.newCondition();
  private final Condition writable = lock.newCondition();
  private int from;
  private int held;
  private boolean writerGone;
  private boolean readerGone;

  /** An empty one. */
  public BytePipe() {}

  /** Where it is read; to close it has all further writes fail. */
  public InputStream in() {
    return new InputStream() {
      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        return take(bytes, offset, length);
      }

      @Override
      public int available() {
        lock.lock();
        try {
          return held;
        } finally {
          lock.unlock();
        }
      }

      @Override
      public void close() {
        lock.lock();
        try {
          readerGone = true;
          writable.signalAll();
          readable.signalAll();
        } finally {
          lock.unlock();
        }
      }
    };
  }

  /** Where it is written; to close it has the reader see the end, behind what is in it. */
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        give(bytes, offset, length);
      }

      @Override
      public void close() {
        lock.lock();
        try {
          writerGone = true;
          readable.signalAll();
          writable.signalAll();
        } finally {
          lock.unlock();
        }
      }
    };
  }

  private int take(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      while (held == 0 && !writerGone && !readerGone) {
        readable.awaitUninterruptibly();
      }
      if (held == 0 || readerGone) {
        return -1;
      }
      int count = Math.min(length, held);
      int first = Math.min(count, SIZE - from);
      System.arraycopy(ring, from, bytes, offset, first);
      System.arraycopy(ring, 0, bytes, offset + first, count - first);
      from = (from + count) % SIZE;
      held -= count;
      writable.signalAll();
      return count;
    } finally {
      lock.unlock();
    }
  }

  private void give(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    lock.lock();
    try {
      int done = 0;
      while (done < length) {
        while (held == SIZE && !readerGone && !writerGone) {
          writable.awaitUninterruptibly();
        }
        if (readerGone || writerGone) {
          throw new IOException("the other end of the pipe is closed");
        }
        int count = Math.min(length - done, SIZE - held);
        int at = (from + held) % SIZE;
        int first = Math.min(count, SIZE - at);
        System.arraycopy(bytes, offset + done, ring, at, first);
        System.arraycopy(bytes, offset + done + first, ring, 0, count - first);
        held += count;
        done += count;
        readable.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
