package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ChildId;
import dev.firebreak.api.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens is told in order, whatever listeners do and however much children say. */
@Timeout(60)
class EventFilesTest {
  private static final ChildId WEB = new ChildId("shop/web", 1, 4711, 1);

  @TempDir Path folder;
  private final List<Event> heard = new CopyOnWriteArrayList<>();

  private static Event asked(String what) {
    return new Event.Asked(Instant.now(), "shop/web", what);
  }

  @Test
  void listenerThatFailsAnAssertionKeepsNobodyFromHearing() throws IOException {
    Options options =
        Options.DEFAULT
            .withListener(event -> {
              throw new AssertionError("the listener's own");
            })
            .withListener(heard::add);
    try (EventFiles files = new EventFiles(folder, "shop", options, _ -> {})) {
      files.tell(asked("stop"));
      files.tell(asked("restart"));
    }

    assertEquals(2, heard.size(), heard::toString);
    assertEquals(2, Files.readAllLines(folder.resolve(EventFiles.FILE)).size());
  }

  @Test
  void whatAChildSaysAsFastAsItCanDropsNothingElse() throws InterruptedException {
    CountDownLatch slow = new CountDownLatch(1);
    Options options = Options.DEFAULT.withListener(heard::add);
    try (EventFiles files =
        new EventFiles(
            folder,
            "shop",
            options,
            _ -> {
              try {
                slow.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the test is over
              }
            })) {
      for (int i = 0; i < 30_000; i++) {
        files.tell(new Event.Noted(Instant.now(), WEB, "note " + i));
      }
      files.tell(asked("stop"));
      CountDownLatch told = new CountDownLatch(1);
      assertTrue(files.before(told::countDown), "no incident is kept of its end");
      slow.countDown();
      // Closing waits some seconds only, and a busy machine writes thousands of events for longer.
      assertTrue(told.await(50, TimeUnit.SECONDS), "the events are not told");
    }

    assertEquals(1, heard.stream().filter(Event.Asked.class::isInstance).count());
    List<String> dropped =
        heard.stream()
            .filter(Event.Notice.class::isInstance)
            .map(Event::sentence)
            .filter(sentence -> sentence.contains("events are missing here"))
            .toList();
    assertEquals(1, dropped.size(), dropped::toString);
  }
}
