package dev.firebreak.confine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class FifoTest {
  @TempDir Path folder;
  private Path fifo;

  @BeforeEach
  void name() {
    fifo = folder.resolve("a fifo's name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ffm"})
  void isMadeForThisUserAlone(String without) throws Exception {
    try (var _ = new Without(without)) {
      Fifo.create(fifo);

      assertTrue(Files.readAttributes(fifo, BasicFileAttributes.class).isOther());
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fifo)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ffm"})
  void nameThatIsTakenIsASentence(String without) throws Exception {
    try (var _ = new Without(without)) {
      Files.createFile(fifo);

      var failed = assertThrows(IOException.class, () -> Fifo.create(fifo));

      assertTrue(failed.getMessage().contains("exists"), failed.getMessage());
    }
  }

  @Test
  void neitherCallNorCommandIsASentence() {
    try (var _ = new Without("ffm,mkfifo")) {
      var failed = assertThrows(IOException.class, () -> Fifo.create(fifo));

      assertTrue(failed.getMessage().contains("--enable-native-access"), failed.getMessage());
    }
  }

  @Test
  void writerNeverComes() throws Exception {
    Fifo.create(fifo);
    try (Fifo.Reader reader = Fifo.openForReading(fifo)) {
      reader.release();

      assertEquals(-1, reader.read());
    }
  }

  @Test
  void writerDiesBeforeItsFifo() throws Exception {
    Fifo.create(fifo);
    Process child = new ProcessBuilder("sh", "-c", "exit 3").start();
    try (Fifo.Reader reader = Fifo.openForReading(fifo)) {
      CompletableFuture<byte[]> all = readAll(reader);
      child.waitFor();
      reader.release();

      assertEquals(0, all.get(20, TimeUnit.SECONDS).length);
    }
  }

  @Test
  void whatAWriterLeftIsReadAfterItsDeath() throws Exception {
    Fifo.create(fifo);
    try (Fifo.Reader reader = Fifo.openForReading(fifo)) {
      Process child =
          new ProcessBuilder(
                  Session.command(
                      List.of("sh", "-c", "echo last words; kill -KILL $$"),
                      Path.of("/dev/null"),
                      fifo))
              .start();
      assertEquals(137, child.waitFor());
      reader.release();

      assertEquals("last words\n", new String(reader.readAllBytes(), UTF_8));
    }
  }

  @Test
  void closingEndsAReadThatWaits() throws Exception {
    Fifo.create(fifo);
    Fifo.Reader reader = Fifo.openForReading(fifo);
    CompletableFuture<byte[]> all = readAll(reader);

    reader.close();

    assertThrows(ExecutionException.class, () -> all.get(20, TimeUnit.SECONDS));
  }

  @Test
  void strangersReaderIsFreedToo() throws Exception {
    Fifo.create(fifo);
    Process reader = new ProcessBuilder("cat", fifo.toString()).start();

    Until.holds(
        "the reader that waits in its opening is freed",
        () -> {
          Fifo.release(fifo);
          return !reader.isAlive();
        });
    assertEquals(0, reader.waitFor());
  }

  @Test
  void readerNeverComes() throws Exception {
    Fifo.create(fifo);
    try (Fifo.Writer writer = Fifo.openForWriting(fifo)) {
      writer.write(1);
      writer.release();

      assertThrows(IOException.class, () -> writer.write(2));
    }
  }

  @Test
  void childReadsWhatWasWrittenAndThenTheEnd() throws Exception {
    Fifo.create(fifo);
    Fifo.Writer writer = Fifo.openForWriting(fifo);
    Process child =
        new ProcessBuilder(
                Session.command(List.of("sh", "-c", "cat >&4"), fifo, Path.of("/dev/null")))
            .start();
    byte[] much = new byte[300_000];
    Arrays.fill(much, (byte) 'x');
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(() -> {
          try (writer) {
            writer.write(much);
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        });

    assertEquals(much.length, child.getInputStream().readAllBytes().length);
    written.get(20, TimeUnit.SECONDS);
    assertEquals(0, child.waitFor());
  }

  @Test
  void plainFileIsNoFifo() throws Exception {
    Files.createFile(fifo);

    assertThrows(IOException.class, () -> Fifo.openForReading(fifo));
  }

  private static CompletableFuture<byte[]> readAll(Fifo.Reader reader) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return reader.readAllBytes();
      } catch (IOException closed) {
        throw new UncheckedIOException(closed);
      }
    });
  }
}
