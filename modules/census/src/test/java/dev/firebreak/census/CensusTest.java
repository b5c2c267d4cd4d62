package dev.firebreak.census;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Counts small modules of the JDK that runs the test. */
@Timeout(60)
class CensusTest {
  private static final Path HOME = Path.of(System.getProperty("java.home"));
  private static final List<String> SMALL = List.of("java.instrument", "java.prefs", "java.rmi");

  @TempDir private Path folder;

  @Test
  void aModuleIsDealtTwiceOrNotAtAll() throws IOException {
    try (Jdk jdk = Jdk.open(HOME)) {
      List<Extent> all = new ArrayList<>();
      for (String module : jdk.modules()) {
        all.add(jdk.extent(module));
      }

      List<Share> shares = Share.deal(all, 4);

      List<String> dealt = new ArrayList<>();
      shares.forEach(share -> dealt.addAll(share.names()));
      assertEquals(all.size(), dealt.size());
      assertEquals(Set.copyOf(jdk.modules()), new HashSet<>(dealt));
      assertEquals(
          shares, Share.deal(all.reversed(), 4), "the order they are told in is no matter");
    }
  }

  @Test
  void theTaskCountsOtherwiseThanThePlainProgram() throws IOException {
    work(new StubContext(arguments(), -1));

    assertEquals(List.of(), differences());
  }

  @Test
  void aRestartedTaskCountsAgainWhatIsPublished() throws IOException {
    work(new StubContext(arguments(), -1));
    Path first = folder.resolve("java.instrument.tally");
    Files.writeString(first, Files.readString(first).replace("by=worker-1", "by=the one before"));
    Files.delete(folder.resolve("java.rmi.tally"));

    StubContext again = new StubContext(arguments(), -1);
    work(again);

    assertEquals("the one before", tally("java.instrument").by(), "it was left alone");
    assertEquals(tally("java.rmi").classes(), again.counted(), "only what lacked was counted");
    assertEquals(List.of(), differences());
  }

  @Test
  void aStopIsNotHeardInTheMiddleOfAModule() throws IOException {
    StubContext context = new StubContext(arguments(), 5);

    work(context);

    assertEquals(5, context.counted());
    assertEquals(Map.of(), Tally.readAll(folder), "a half-counted module is not published");
  }

  @Test
  void anAccidentLiesReadyForAnotherChild() throws IOException {
    Accident.plant(folder, "worker-1", List.of(new Accident(Accident.Kind.HALT, 20)));

    assertEquals(
        List.of(new Accident(Accident.Kind.HALT, 20)), Accident.planted(folder, "worker-1"));
    assertEquals(List.of(), Accident.planted(folder, "worker-2"));
  }

  @Test
  void anAccidentThatNobodyKnows() throws IOException {
    Files.writeString(folder.resolve("worker-1.accidents"), "explode 3\n");

    IOException thrown =
        assertThrows(IOException.class, () -> work(new StubContext(arguments(), -1)));

    assertTrue(thrown.getMessage().contains("write it as: halt 1000"), thrown.getMessage());
  }

  @Test
  void aNumberThatDiffersIsNotSeen() throws IOException {
    work(new StubContext(arguments(), -1));
    Path file = folder.resolve("java.prefs.tally");
    String text = Files.readString(file);

    for (String key : tally("java.prefs").numbers().keySet()) {
      Files.writeString(file, text.replaceFirst("(?m)^" + key + "=(.).*", key + "=7$17"));
      assertNotEquals(text, Files.readString(file));

      List<String> differences = differences();
      assertEquals(1, differences.size(), key);
      assertTrue(differences.getFirst().startsWith("java.prefs: " + key), differences::toString);
    }
  }

  @Test
  void aModuleThatIsMissingOrTooManyIsNotSeen() throws IOException {
    work(new StubContext(arguments(), -1));
    Files.move(folder.resolve("java.prefs.tally"), folder.resolve("java.twice.tally"));

    assertEquals(
        List.of(
            "java.prefs: it is only in the plain run, and missing in the children's",
            "java.twice: it is only in the children's, and missing in the plain run"),
        differences());
  }

  @Test
  void aTallyThatIsCutShortIsTakenForWhole() throws IOException {
    Files.writeString(folder.resolve("java.prefs.tally"), "by=worker-1\nclasses=3\n");

    IOException thrown = assertThrows(IOException.class, () -> Tally.readAll(folder));

    assertTrue(thrown.getMessage().endsWith("is no tally: it has no bytes"), thrown.getMessage());
  }

  @Test
  void aFolderThatIsNoJdk() {
    IOException thrown = assertThrows(IOException.class, () -> Jdk.open(folder));

    assertTrue(thrown.getMessage().startsWith("no run-time image in " + folder), thrown.toString());
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of(HOME.toString(), folder.toString()));
    arguments.addAll(SMALL);
    return arguments;
  }

  private static void work(StubContext context) throws IOException {
    new CensusTask().run(context);
  }

  private Tally tally(String module) throws IOException {
    return Tally.read(folder, module).orElseThrow();
  }

  private List<String> differences() throws IOException {
    Path other = Files.createDirectories(folder.resolve("plain"));
    try (Jdk jdk = Jdk.open(HOME)) {
      Counter counter = new Counter(jdk);
      for (String module : SMALL) {
        counter.count(module, "plain", () -> true).orElseThrow().publish(other);
      }
    }
    return Comparison.of(
            "the children's", Tally.readAll(folder), "the plain run", Tally.readAll(other))
        .differences();
  }
}
