package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.firebreak.api.ChildId;
import dev.firebreak.api.Event;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.census.Extent;
import dev.firebreak.census.Share;
import dev.firebreak.census.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the demo tells of events, without any process. */
@Timeout(30)
class DemoStoryTest {
  private static final Share SHARE =
      new Share(List.of(new Extent("a", 30, 30), new Extent("b", 70, 70)));

  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();

  @Test
  void aKilledChildComesBack() throws IOException {
    DemoStory story = started();
    publish("a", 30);
    story.on(new Event.Noted(Instant.EPOCH, id(1), "41 classes"));

    story.on(ended(new Exit.Signal(9), Cause.KILLED));
    assertEquals(30, story.counted(), "what was not published is lost");
    story.on(new Event.Spawned(Instant.EPOCH, id(2), "census", false));
    story.on(
        new Event.Ready(
            Instant.EPOCH, id(2), Duration.ofMillis(60), Optional.of(Duration.ofMillis(84))));

    assertEquals(
        List.of(
            "- worker-1 (pid 101) was killed by SIGKILL at 41 % of its share",
            "+ worker-1 is back: pid 102 was ready 84 ms later and goes on with 1 of its 2 modules"),
        told);
    DemoChild child = story.children().getFirst();
    assertEquals(List.of("SIGKILL at 41 %"), child.ends());
    assertEquals(List.of(Duration.ofMillis(84)), child.failovers());
    assertEquals(11, child.again());
    assertEquals(2, child.generation());
  }

  @Test
  void eachEndIsToldInItsOwnWords() {
    DemoStory story = started();

    story.on(ended(new Exit.Code(42), Cause.EXIT_CODE));
    story.on(ended(new Exit.Code(3), Cause.HEAP_OOM));
    story.on(ended(new Exit.Signal(9), Cause.STALL));
    story.on(ended(new Exit.Code(1), Cause.EXCEPTION));

    assertEquals(
        List.of(
            "- worker-1 (pid 101) ended itself with exit status 42 at 0 % of its share",
            "- worker-1 (pid 101) filled its heap of 64m at 0 % of its share",
            "- worker-1 (pid 101) was stuck and its supervisor killed it at 0 % of its share",
            "- worker-1 (pid 101) ended with exit status 1 (because) at 0 % of its share"),
        told);
  }

  @Test
  void aNormalEndIsToldAsACrash() {
    DemoStory story = started();

    story.on(ended(new Exit.Code(0), Cause.NORMAL));

    assertEquals(List.of(), told);
    assertEquals(List.of(), story.children().getFirst().ends());
  }

  private DemoStory started() {
    DemoStory story = new DemoStory(Map.of("worker-1", SHARE), folder, told::add);
    story.on(new Event.Spawned(Instant.EPOCH, id(1), "census", false));
    return story;
  }

  private void publish(String module, long classes) throws IOException {
    new Tally(module, "worker-1", classes, 1, 1, 1, 1, 1, 0, "00").publish(folder);
  }

  private static Event.Ended ended(Exit exit, Cause cause) {
    return new Event.Ended(
        Instant.EPOCH,
        id(1),
        exit,
        new Verdict(cause, Verdict.Confidence.CERTAIN, "because"),
        Stage.READY,
        Duration.ofSeconds(3),
        false,
        List.of());
  }

  private static ChildId id(int generation) {
    return new ChildId("demo/worker-1", generation, 100 + generation, 7);
  }
}
