package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Event;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What children write is drained and kept, and what we read is theirs. */
@Timeout(120)
class OutputTest {
  @TempDir Path root;

  @Test
  void floodsWithoutNewline() throws IOException {
    int bytes = 32 << 20;
    Rotation small = new Rotation(ByteSize.parse("1m"), Duration.ofDays(1), 2);
    try (Watched watched =
        Watched.open(root, options -> options.with(small), Watched.child("flood", "" + bytes))) {
      assertEquals(Verdict.Cause.NORMAL, watched.await(Event.Ended.class).verdict().cause());

      Path log = States.log(watched.supervisor.folder(), "shop/web", false);
      long kept = 0;
      try (var files = Files.list(log.getParent())) {
        for (Path file : files.toList()) {
          kept += Files.size(file);
        }
      }
      assertTrue(kept > 2 << 20 && kept < 4 << 20, kept + " bytes in the files that are kept");
    }
  }

  @Test
  void passesBytesThroughUnbuffered() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Options.Passthrough streams =
        new Options.Passthrough(
            new ByteArrayInputStream(new byte[0]), out, new ByteArrayOutputStream());
    try (Watched watched =
        Watched.open(root, options -> options.with(streams), Watched.child("flood", "65536"))) {
      watched.await(Event.Ended.class);
    }

    assertEquals("x".repeat(65536), out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aSpareIsPromotedAlsoWhenNobodyReadsWhatItSaid() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    OutputStream terminal =
        new OutputStream() {
          @Override
          public void write(int one) {
            throw new AssertionError("one by one");
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            try {
              reads.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            read.write(bytes, from, length);
          }
        };
    Path file = root.resolve("web.out.log");
    try (ChildLog log = ChildLog.at(file, Rotation.DEFAULT, _ -> {})) {
      byte[] said = "booted\n".getBytes(StandardCharsets.UTF_8);
      Output spare = new Output(new ByteArrayInputStream(said), log, terminal, null, 5, _ -> {});
      spare.run();

      assertTrue(spare.become(1), "at once, and there is something to hand on");
      Thread waiting = Thread.ofPlatform().start(spare::release);
      reads.countDown();
      waiting.join();
    }

    assertEquals("booted\n", read.toString(StandardCharsets.UTF_8));
    assertTrue(Files.readString(file).contains("#1 booted"), () -> "in its log");
  }

  @Test
  void inputOutlivesGenerations() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Options.Passthrough streams =
        new Options.Passthrough(
            new ByteArrayInputStream("one\ntwo\n".getBytes(StandardCharsets.UTF_8)),
            out,
            new ByteArrayOutputStream());
    try (Watched watched =
        Watched.open(
            root,
            options -> options.with(streams),
            Watched.child("line").with(Restart.TRANSIENT))) {
      watched.await(Event.NotRestarted.class);

      assertEquals("got one\ngot two\nend of input\n", out.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void fullDiskKeepsChildrenRunning() throws Exception {
    Path disk = Files.createDirectory(root.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256k", "none", disk.toString()) == 0,
        "only root can make a small disk to fill; skipped");
    try (Watched watched = Watched.open(disk, Watched.child("flood", "" + (8 << 20)))) {
      Event.Ended ended = watched.await(Event.Ended.class);

      assertEquals(Verdict.Cause.NORMAL, ended.verdict().cause());
      Event.Notice notice =
          watched.await(Event.Notice.class, it -> it.sentence().contains("disk is full"));
      assertTrue(notice.sentence().contains("web.out.log"), notice.sentence());
    } finally {
      run("umount", disk.toString());
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
