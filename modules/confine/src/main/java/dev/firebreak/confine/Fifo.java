package dev.firebreak.confine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Named pipes whose opening hangs for nobody.
 *
 * <p>Opening a FIFO waits for the other end, and a child that dies before it gets there would hold
 * its reader for ever. So this end is first opened for both directions, which waits for nobody, and
 * that second grip is let go by {@code release()}: call it when the child has said Hello (it has
 * both its streams then) or has ended. Until then a reader sees no end, and a writer no broken
 * pipe. Closing from another thread ends a read or write that waits, with an exception.
 */
public final class Fifo {
  private Fifo() {}

  /** Makes a FIFO that only this user can open. */
  public static void create(Path path) throws IOException {
    if (Native.available()) {
      Native.Answer answer = Native.mkfifo(path.toString(), 0600);
      if (answer.failed()) {
        throw new IOException("FIFO " + path + " was not made: " + cause(answer.errno()));
      }
      return;
    }
    String mkfifo =
        Tool.named("mkfifo")
            .map(Path::toString)
            .orElseThrow(() ->
                new IOException(
                    "FIFO "
                        + path
                        + " was not made: there is no native access and no mkfifo on the PATH."
                        + " Start java with --enable-native-access=dev.firebreak.confine."));
    Tool.Answer answer = Tool.run(List.of(mkfifo, "-m", "600", "--", path.toString()));
    if (answer.status() != 0) {
      throw new IOException("FIFO " + path + " was not made: " + answer.text());
    }
  }

  private static String cause(int errno) {
    return switch (errno) {
      case Native.EEXIST -> "something of that name exists";
      case Native.ENOENT -> "its folder does not exist";
      case Native.EACCES -> "its folder may not be written by this user";
      default -> "errno " + errno;
    };
  }

  /** Opens the reading end at once, whether there is a writer or not. */
  public static Reader openForReading(Path path) throws IOException {
    FileChannel both = both(path);
    try {
      return new Reader(FileChannel.open(path, StandardOpenOption.READ), both);
    } catch (IOException failed) {
      both.close();
      throw failed;
    }
  }

  /** Opens the writing end at once, whether there is a reader or not. */
  public static Writer openForWriting(Path path) throws IOException {
    FileChannel both = both(path);
    try {
      return new Writer(FileChannel.open(path, StandardOpenOption.WRITE), both);
    } catch (IOException failed) {
      both.close();
      throw failed;
    }
  }

  /**
   * Frees whoever waits in the opening of this FIFO, in this process or another: a reader then sees
   * the end at once. Nothing happens to those that come later.
   */
  public static void release(Path path) throws IOException {
    both(path).close();
  }

  private static FileChannel both(Path path) throws IOException {
    if (!Files.exists(path) || Files.isRegularFile(path) || Files.isDirectory(path)) {
      throw new IOException(path + " is no FIFO");
    }
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** The reading end. One thread reads; any thread may release or close. */
  public static final class Reader extends InputStream {
    private final FileChannel in;
    private final FileChannel both;

    private Reader(FileChannel in, FileChannel both) {
      this.in = in;
      this.both = both;
    }

    /** From now on the end comes when the last writer is gone, or at once if none ever came. */
    public void release() throws IOException {
      both.close();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return length == 0 ? 0 : in.read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
      in.close(); // first, so that a read that waits sees this close and not a writer's end
      both.close();
    }
  }

  /** The writing end. One thread writes; any thread may release or close. */
  public static final class Writer extends OutputStream {
    private final FileChannel out;
    private final FileChannel both;

    private Writer(FileChannel out, FileChannel both) {
      this.out = out;
      this.both = both;
    }

    /** From now on a write fails when the last reader is gone, or at once if none ever came. */
    public void release() throws IOException {
      both.close();
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
      both.close();
    }
  }
}
