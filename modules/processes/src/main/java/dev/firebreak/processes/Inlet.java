package dev.firebreak.processes;

import dev.firebreak.confine.Fifo;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * The standard input of a program over all its generations: a FIFO that is filled from a stream.
 * What a child has not read when it dies is there for the next one; the end of the stream is passed
 * on to each.
 * <!-- For maintainers. A FIFO forgets its bytes when nobody has it open, so `kept` holds its
 * reading end and never reads. After the stream's end nobody has the writing end, which is what
 * tells the program of the end; but a child that opens a FIFO without a writer waits in the opening,
 * so each start holds a writer until the child says Hello. -->
 */
final class Inlet implements AutoCloseable {
  private final Path fifo;
  private final Fifo.Reader kept;
  private final Fifo.Writer writer;

  Inlet(Path fifo, InputStream from) throws IOException {
    this.fifo = fifo;
    Fifo.create(fifo);
    kept = Fifo.openForReading(fifo);
    writer = Fifo.openForWriting(fifo);
    kept.release();
    writer.release();
    Thread.ofPlatform().name("firebreak-stdin").daemon().start(() -> copy(from));
  }

  Path path() {
    return fifo;
  }

  /** Lets a child open it, also behind the stream's end; closed when it has. */
  Closeable admit() throws IOException {
    return Fifo.openForWriting(fifo);
  }

  private void copy(InputStream from) {
    byte[] chunk = new byte[16 * 1024];
    try (writer) {
      for (int got = from.read(chunk); got >= 0; got = from.read(chunk)) {
        writer.write(chunk, 0, got);
      }
    } catch (IOException e) {
      // The stream or we ourselves have closed: the program sees the end.
    }
  }

  @Override
  public void close() {
    try (kept) {
      writer.close();
    } catch (IOException e) {
      // Nothing reads it any more.
    }
  }
}
