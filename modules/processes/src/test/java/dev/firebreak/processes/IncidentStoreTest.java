package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ChildId;
import dev.firebreak.api.Exit;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import dev.firebreak.supervisor.Evidence;
import dev.firebreak.supervisor.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentStoreTest {
  private static final Instant AT = Instant.parse("2026-11-27T12:00:00Z");

  @TempDir Path state;
  private final List<String> trouble = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong(1);

  private IncidentStore store(IncidentStore.Bounds bounds) {
    return new IncidentStore(
        Incidents.folder(state),
        bounds,
        task -> {
          task.run();
          return true;
        },
        trouble::add,
        clock::get);
  }

  private static Worker.Ending ending(String sentence, Instant at) {
    return new Worker.Ending(
        at,
        new ChildId("shop/web", 3, 4711, 1),
        new Exit.Code(42),
        new Verdict(
            Verdict.Cause.EXIT_CODE,
            Verdict.Confidence.CERTAIN,
            sentence,
            Map.of("exit", "exit status 42")),
        Stage.READY,
        Duration.ofSeconds(7));
  }

  private static IncidentStore.Remains remains(int bytes) {
    return new IncidentStore.Remains() {
      @Override
      public void write(Path folder) throws IOException {
        Files.write(folder.resolve("stderr.txt"), new byte[bytes]);
      }

      @Override
      public List<String> words() {
        return List.of("it was well");
      }
    };
  }

  private static Optional<Path> keep(IncidentStore store, String sentence, Instant at, int bytes) {
    return store.keep("app.Main", ending(sentence, at), Evidence.NONE, remains(bytes));
  }

  @Test
  void whatIsKeptIsRead() throws IOException {
    Path place = keep(store(IncidentStore.Bounds.DEFAULT), "it called exit", AT, 10).orElseThrow();

    List<Incidents.Kept> all = Incidents.list(state);

    assertEquals(1, all.size(), trouble::toString);
    Incident incident = all.getFirst().incident();
    assertEquals(place, all.getFirst().folder());
    assertEquals(place.getFileName().toString(), incident.id());
    assertEquals("shop/web#3 pid 4711", incident.process());
    assertEquals("it called exit", incident.verdict().sentence());
    assertEquals(Map.of("exit", "exit status 42"), incident.verdict().numbers());
    assertEquals(List.of("stderr.txt"), incident.files());
    assertEquals(1, incident.times());
    assertTrue(Files.readString(place.resolve("summary.txt")).contains("it was well"));
  }

  @Test
  void equalEndsAreCountedAcrossSupervisors() throws IOException {
    for (int i = 0; i < 3; i++) {
      keep(store(IncidentStore.Bounds.DEFAULT), "after " + i + " s", AT.plusSeconds(i), 0);
    }
    keep(store(IncidentStore.Bounds.DEFAULT), "another", AT.plusSeconds(9), 0);

    List<Incident> all = Incidents.list(state).stream().map(Incidents.Kept::incident).toList();

    assertEquals(List.of(1L, 2L, 3L, 1L), all.stream().map(Incident::times).toList());
    assertEquals(AT, all.get(2).first());
    assertEquals(all.get(0).fingerprint(), all.get(2).fingerprint());
  }

  @Test
  void theCountOutlivesTheFolders() throws IOException {
    IncidentStore.Bounds one = new IncidentStore.Bounds(1, 1 << 20, 100, Duration.ofSeconds(1));
    for (int i = 0; i < 5; i++) {
      keep(store(one), "the same", AT.plusSeconds(i), 0);
    }

    List<Incidents.Kept> all = Incidents.list(state);

    assertEquals(1, all.size());
    assertEquals(5, all.getFirst().incident().times());
    assertEquals(AT, all.getFirst().incident().first());
  }

  @Test
  void theBytesAreBoundedToo() throws IOException {
    IncidentStore.Bounds small = new IncidentStore.Bounds(100, 100_000, 100, Duration.ofSeconds(1));
    for (int i = 0; i < 5; i++) {
      keep(store(small), "the same", AT.plusSeconds(i), 40_000);
    }

    assertEquals(2, Incidents.list(state).size());
  }

  @Test
  void ofAFloodSomeAreKeptAndAllAreCounted() throws IOException {
    IncidentStore.Bounds three = new IncidentStore.Bounds(100, 1 << 20, 3, Duration.ofSeconds(2));
    IncidentStore store = store(three);
    int kept = 0;
    for (int i = 0; i < 50; i++) {
      kept += keep(store, "the same", AT.plusSeconds(i), 0).isPresent() ? 1 : 0;
    }
    assertEquals(3, kept);
    assertTrue(keep(store, "another kind", AT, 0).isPresent());

    clock.addAndGet(Duration.ofSeconds(3).toNanos());
    Path next = keep(store, "the same", AT.plusSeconds(60), 0).orElseThrow();

    assertEquals(51, Incidents.read(next).orElseThrow().times());
  }

  @Test
  void aFloodThatEndsIsCountedToItsEnd() throws IOException {
    IncidentStore store = store(new IncidentStore.Bounds(100, 1 << 20, 1, Duration.ofSeconds(2)));
    for (int i = 0; i < 20; i++) {
      keep(store, "the same", AT, 0);
    }

    store.save();

    Map<String, Sightings.Sighting> all = Sightings.read(Incidents.folder(state));
    assertEquals(20, all.values().iterator().next().times());
  }

  @Test
  void anotherProcessThatStopsInTheMiddleHoldsNobodyUp() throws Exception {
    IncidentStore store = store(IncidentStore.Bounds.DEFAULT);
    keep(store, "one", AT, 0);
    Path lock = Incidents.folder(state).resolve(Sightings.LOCK);
    Process other = LockHolder.start(lock);
    try {
      Path kept = keep(store, "one", AT, 0).orElseThrow();

      assertEquals(2, Incidents.read(kept).orElseThrow().times());
      assertEquals(List.of(), trouble);
      assertEquals(1, saved(), "not while the other writes");
    } finally {
      other.destroyForcibly().waitFor();
    }
    store.save();
    assertEquals(2, saved());
  }

  private long saved() throws IOException {
    return Sightings.read(Incidents.folder(state)).values().iterator().next().times();
  }

  @Test
  void aFolderThatCannotBeMadeIsToldOnceAndHurtsNobody() throws IOException {
    Files.writeString(Incidents.folder(state), "a file is in the way");
    IncidentStore store = store(IncidentStore.Bounds.DEFAULT);

    keep(store, "one", AT, 0);
    keep(store, "two", AT, 0);

    assertEquals(1, trouble.size(), trouble::toString);
    assertTrue(trouble.getFirst().contains("supervised as before"), trouble.getFirst());
  }

  @Test
  void aDiskThatFillsUpLeavesNoHalfOfAnIncident() throws IOException {
    IncidentStore store = store(IncidentStore.Bounds.DEFAULT);

    store.keep(
        "app.Main",
        ending("one", AT),
        Evidence.NONE,
        new IncidentStore.Remains() {
          @Override
          public void write(Path folder) throws IOException {
            Files.writeString(folder.resolve("stdout.txt"), "half");
            throw new IOException("No space left on device");
          }

          @Override
          public List<String> words() {
            return List.of();
          }
        });

    try (Stream<Path> left = Files.list(Incidents.folder(state))) {
      assertFalse(left.anyMatch(Files::isDirectory));
    }
    assertTrue(trouble.getFirst().contains("the disk is full"), trouble.getFirst());
  }

  @Test
  void garbageInTheFolderIsPassedOver() throws IOException {
    Path folder = Incidents.folder(state);
    Files.createDirectories(folder.resolve("0badcafe"));
    Files.writeString(folder.resolve("0badcafe").resolve("incident.json"), "{\"id\": 7");
    Files.writeString(folder.resolve("fingerprints.jsonl"), "no JSON\n\n{}\n");
    keep(store(IncidentStore.Bounds.DEFAULT), "one", AT, 0);

    assertEquals(1, Incidents.list(state).size());
    assertEquals(List.of(), trouble);
  }

  @Test
  void ordinals() {
    assertEquals(
        List.of("1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "37th", "112th"),
        Stream.of(1, 2, 3, 4, 11, 12, 21, 37, 112).map(Incident::ordinal).toList());
  }

  @Test
  void poolsThatShareAFolderDeleteOldOnesUnderEachOther() throws InterruptedException {
    List<String> told = new CopyOnWriteArrayList<>();
    List<Thread> pools = new ArrayList<>();
    for (int pool = 0; pool < 3; pool++) {
      String name = "pool " + pool + " ended ";
      IncidentStore store =
          new IncidentStore(
              Incidents.folder(state),
              new IncidentStore.Bounds(2, 1 << 20, 1000, Duration.ofSeconds(1)),
              task -> {
                task.run();
                return true;
              },
              told::add,
              System::nanoTime);
      pools.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 100; i++) {
                  keep(store, name + (char) ('a' + i % 20), Instant.now(), 10);
                }
              }));
    }
    for (Thread pool : pools) {
      assertTrue(pool.join(Duration.ofSeconds(60)), "a pool keeps incidents for ever");
    }

    assertEquals(List.of(), told);
  }
}
