package dev.firebreak.processes;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import dev.firebreak.link.LastWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real children, and what is kept of their ends. */
@Timeout(180)
class IncidentsTest {
  private static final String RECORD = "-XX:StartFlightRecording:settings=none";

  @TempDir Path root;

  /** Beats so fast that its word is in its box soon. */
  private ChildSpec quick() {
    return Watched.child(Talker.class, root.resolve("halt").toString())
        .with(
            Limits.DEFAULT.withBeat(
                Duration.ofMillis(50), Duration.ofSeconds(50), Duration.ofSeconds(60)));
  }

  /** Waits until the word of the only child is in its box. */
  private static void awaitWord(Watched watched) {
    Watched.until(() ->
        watched.supervisor.spawner().boxes().present().stream()
            .map(IncidentsTest::read)
            .flatMap(words -> words.flatMap(LastWords::now).stream())
            .anyMatch(now -> now.note().equals("still at it")));
  }

  private static Optional<LastWords> read(Path box) {
    try {
      return LastWords.read(Files.readAllBytes(box));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Incident incident(Event.Ended ended) {
    Path folder = ended.verdict().incident().orElseThrow();
    return Incidents.read(folder).orElseThrow();
  }

  private Event.Ended end(ChildSpec spec) throws IOException {
    try (Watched watched = Watched.open(root, spec)) {
      return watched.await(Event.Ended.class);
    }
  }

  @Test
  void killedWhileItWorks() throws IOException {
    try (Watched watched = Watched.open(root, quick())) {
      awaitWord(watched);

      ProcessHandle.of(watched.only().id().pid()).orElseThrow().destroyForcibly();

      Event.Ended ended = watched.await(Event.Ended.class);
      Incident incident = incident(ended);
      Path folder = ended.verdict().incident().orElseThrow();
      String words = String.join("\n", incident.words());
      assertEquals(Cause.KILLED, incident.verdict().cause());
      assertTrue(words.contains("still at it"), words);
      assertTrue(words.contains("MB in use (garbage included)"), words);
      assertTrue(incident.verdict().numbers().containsKey("heap in use"));
      assertTrue(Files.readString(folder.resolve("stdout.txt")).contains("at work"));
      String launch = Files.readString(folder.resolve("launch.txt"));
      assertTrue(launch.contains("dev.firebreak.worker.Main"), launch);
      assertTrue(launch.contains("FIREBREAK_CHILD"), launch);
      assertTrue(ended.sentence().contains(incident.id()), ended.sentence());
    }
  }

  @Test
  void recordingThatSigkillKeptFromItsPlace() throws IOException {
    ChildSpec recorded = quick().with(jvm -> jvm.withOptions(List.of(RECORD)));
    try (Watched watched = Watched.open(root, recorded)) {
      awaitWord(watched);

      ProcessHandle.of(watched.only().id().pid()).orElseThrow().destroyForcibly();

      Path folder = watched.await(Event.Ended.class).verdict().incident().orElseThrow();
      Path recording = folder.resolve("recording.jfr");
      Watched.until(() -> Files.exists(recording));
      assertEquals("FLR", new String(Files.readAllBytes(recording), 0, 3, US_ASCII));
    }
  }

  @Test
  void heapDumpWhereItWasAskedFor() throws IOException {
    List<String> asked = List.of("-Xmx32m", "-XX:+HeapDumpOnOutOfMemoryError");

    Event.Ended ended = end(Watched.child("fill heap").with(jvm -> jvm.withOptions(asked)));

    Path folder = ended.verdict().incident().orElseThrow();
    String where = Files.readString(folder.resolve("heap-dump.txt"));
    Path dump = Path.of(where.substring(0, where.indexOf(',')));
    assertEquals(Cause.HEAP_OOM, ended.verdict().cause(), ended.toString());
    assertTrue(Files.size(dump) > 1 << 20, where);
  }

  @Test
  void heapBehindItsLastCollectionIsToldApartFromTheHeapInUse() throws IOException {
    ChildSpec small = Watched.child("fill heap").with(jvm -> jvm.withOptions(List.of("-Xmx32m")));

    Event.Ended ended = end(small);

    Map<String, String> numbers = ended.verdict().numbers();
    String after = numbers.getOrDefault("heap after the last collection", "");
    assertTrue(after.contains(" ms ago (Pause Full ("), numbers.toString());
    int megabytes = Integer.parseInt(after.substring(0, after.indexOf(' ')));
    assertTrue(megabytes > 8 && megabytes <= 32, after);
    String words = String.join("\n", incident(ended).words());
    assertTrue(words.contains(megabytes + " MB after the last collection, Pause Full"), words);
  }

  @Test
  void processThatCouldNotBeCreated() throws IOException {
    Path gone = root.resolve("gone");

    Event.Ended ended = end(Watched.child("stay").with(jvm -> jvm.withDirectory(gone)));

    Incident incident = incident(ended);
    Path folder = ended.verdict().incident().orElseThrow();
    assertEquals(Cause.START_FAILED, incident.verdict().cause());
    assertEquals(Stage.SPAWN, incident.stage());
    assertEquals(0, incident.pid());
    assertTrue(incident.verdict().sentence().contains(gone + " is not there"), incident.toString());
    assertTrue(Files.readString(folder.resolve("launch.txt")).contains("working folder: " + gone));
  }

  @Test
  void haltIsCertainOnceTheBoxIsInUse() throws IOException {
    try (Watched watched = Watched.open(root, quick())) {
      awaitWord(watched);

      Files.createFile(root.resolve("halt"));

      Event.Ended ended = watched.await(Event.Ended.class);
      assertEquals(Cause.HALT, ended.verdict().cause());
      assertEquals(Confidence.CERTAIN, ended.verdict().confidence(), ended.toString());
    }
  }

  @Test
  void exitIsCertainAlsoBeforeTheBoxIsMapped() throws IOException {
    Event.Ended ended = end(Watched.child("exit", "143"));

    assertEquals(Cause.EXIT_CODE, ended.verdict().cause(), ended.toString());
    assertEquals(Confidence.CERTAIN, ended.verdict().confidence());
    assertTrue(ended.verdict().sentence().contains("Faulty.main"), ended.sentence());
  }

  @Test
  void sigtermIsToldFromExit143() throws IOException {
    try (Watched watched = Watched.open(root, Watched.child("stay"))) {
      watched.await(Event.Ready.class);

      ProcessHandle.of(watched.only().id().pid()).orElseThrow().destroy();

      Event.Ended ended = watched.await(Event.Ended.class);
      assertEquals(Cause.TERMINATED, ended.verdict().cause(), ended.toString());
      assertEquals(Confidence.CERTAIN, ended.verdict().confidence());
    }
  }

  @Test
  void exceptionsAreLeftWithTheirFrames() throws IOException {
    Event.Ended ended = end(Watched.child("throw"));

    Incident incident = incident(ended);
    String words = String.join("\n", incident.words());
    assertEquals(Confidence.CERTAIN, ended.verdict().confidence(), ended.toString());
    assertTrue(words.contains("the shelf is empty"), words);
    assertTrue(words.contains("Faulty.main"), words);
    assertTrue(words.contains("leaving: returned"), words);
    assertFalse(words.contains("stop asked"), words);
  }

  @Test
  void stopsAndNormalEndsAreNoIncidents() throws IOException {
    end(Watched.child("return"));
    try (Watched watched = Watched.open(root, Watched.child("stay"))) {
      watched.await(Event.Ready.class);
      watched.supervisor.stop("web").join();
    }

    assertEquals(List.of(), Incidents.list(root.resolve("shop")));
  }

  @Test
  void theSameEndIsCountedAcrossSupervisors() throws IOException {
    for (int i = 0; i < 3; i++) {
      end(Watched.child("exit", "42"));
    }

    List<Incidents.Kept> all = Incidents.list(root.resolve("shop"));

    assertEquals(3, all.size());
    assertEquals(3, all.getLast().incident().times());
    assertEquals(all.getFirst().incident().at(), all.getLast().incident().first());
  }

  @Test
  void noBoxIsLeftBehind() throws IOException {
    end(Watched.child("exit", "42"));

    Watched.until(() -> !leftOvers());
  }

  private static boolean leftOvers() {
    String mine = "-" + ProcessHandle.current().pid() + ".";
    try (var files = Files.list(SharedFiles.MEMORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("firebreak-") && name.contains(mine))
          .anyMatch(name -> name.endsWith(Boxes.SUFFIX));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFolderThatIsInTheWayCostsNoRestart() throws IOException {
    Files.createDirectories(root.resolve("shop"));
    Files.writeString(root.resolve("shop").resolve("incidents"), "in the way");
    try (Watched watched = Watched.open(root, Watched.child("stay").with(Restart.PERMANENT))) {
      watched.await(Event.Ready.class);

      ProcessHandle.of(watched.only().id().pid()).orElseThrow().destroyForcibly();

      watched.await(Event.Ready.class, event -> event.child().generation() == 2);
      watched.await(Event.Notice.class, notice -> notice.text().contains("supervised as before"));
    }
  }
}
