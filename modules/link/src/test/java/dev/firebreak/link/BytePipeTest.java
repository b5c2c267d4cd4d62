package dev.firebreak.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BytePipeTest {
  private final BytePipe pipe = new BytePipe();

  @Test
  void bytesComeInTheirOrderHoweverTheyAreCut() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(7).nextBytes(sent);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> {
          Random random = new Random(8);
          try (OutputStream out = pipe.out()) {
            for (int at = 0; at < sent.length; ) {
              int count = Math.min(sent.length - at, random.nextInt(200_000));
              out.write(sent, at, count);
              at += count;
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });

    byte[] got = pipe.in().readAllBytes();

    assertArrayEquals(sent, got);
    writer.get();
  }

  @Test
  void writerOfAFullPipeWhoseReaderGoes() throws Exception {
    CompletableFuture<Throwable> writer =
        CompletableFuture.supplyAsync(
            () -> assertThrows(IOException.class, () -> pipe.out().write(new byte[100_000])));
    while (pipe.in().available() < 64 * 1024) {
      Thread.onSpinWait();
    }

    pipe.in().close();

    assertTrue(writer.get().getMessage().contains("closed"));
    assertThrows(IOException.class, () -> pipe.out().write(1));
  }

  @Test
  void readerSeesTheEndBehindWhatWasWritten() throws IOException {
    InputStream in = pipe.in();
    pipe.out().write(200);
    pipe.out().close();

    assertEquals(200, in.read());
    assertEquals(-1, in.read());
  }

  @Test
  void readerThatWaitsIsInterrupted() throws ExecutionException, InterruptedException, IOException {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread reader =
        new Thread(() -> {
          try {
            assertEquals(7, pipe.in().read());
            interrupted.complete(Thread.currentThread().isInterrupted());
          } catch (IOException | AssertionError e) {
            interrupted.completeExceptionally(e);
          }
        });
    reader.start();

    reader.interrupt();
    pipe.out().write(7);

    assertTrue(interrupted.get());
  }
}
