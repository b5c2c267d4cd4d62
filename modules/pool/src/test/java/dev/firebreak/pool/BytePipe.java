package dev.firebreak.pool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/** An endless pipe within one JVM; what was written before it is closed can still be read. */
final class BytePipe {
  private byte[] bytes = new byte[1024];
  private int from;
  private int to;
  private boolean closed;

  final InputStream in =
      new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
          return take(into, at, length);
        }

        @Override
        public void close() {
          end();
        }
      };

  final OutputStream out =
      new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] more, int at, int length) throws IOException {
          put(more, at, length);
        }

        @Override
        public void close() {
          end();
        }
      };

  private synchronized int take(byte[] into, int at, int length) throws IOException {
    try {
      while (from == to && !closed) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    int count = Math.min(length, to - from);
    System.arraycopy(bytes, from, into, at, count);
    from += count;
    return count == 0 ? -1 : count;
  }

  private synchronized void put(byte[] more, int at, int length) throws IOException {
    if (closed) {
      throw new IOException("the other end is closed");
    }
    if (to + length > bytes.length) {
      int held = to - from;
      byte[] target =
          held + length > bytes.length
              ? new byte[Math.max(2 * bytes.length, held + length)]
              : bytes;
      System.arraycopy(bytes, from, target, 0, held);
      bytes = target;
      from = 0;
      to = held;
    }
    System.arraycopy(more, at, bytes, to, length);
    to += length;
    notifyAll();
  }

  private synchronized void end() {
    closed = true;
    notifyAll();
  }

  @Override
  public synchronized String toString() {
    return Arrays.toString(Arrays.copyOfRange(bytes, from, to));
  }
}
