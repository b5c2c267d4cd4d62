package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Grants;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.Program;
import dev.firebreak.api.Verdict;
import dev.firebreak.confine.Signals;
import dev.firebreak.confine.Signals.Signal;
import dev.firebreak.link.FromWorker;
import dev.firebreak.pool.Crew;
import dev.firebreak.pool.Hand;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a pool is told of its workers while they come, go and die. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HomeTest {
  @TempDir Path root;
  private FakeCrew crew = new FakeCrew();
  private ProcessHome home;

  @AfterEach
  void close() throws IOException {
    if (home != null) {
      home.close(true, "the test is over").join();
      assertEquals(List.of(), shared());
    }
  }

  @Test
  void hiredWorkerIsReady() throws IOException {
    open();
    home.hire(1);

    Hand hand = crew.ready(1);

    assertEquals("worker-1#1 (pid %d)".formatted(hand.pid()), hand.title());
    assertTrue(Alive.is(hand.pid()));
    assertEquals(List.of("Admitted 1", "Ready 1"), crew.story());
    assertTrue(home.memory(1) > 1 << 20, home.memory(1) + " bytes");
    assertEquals(0, home.memory(2));
  }

  @Test
  void killedWhileIdle() throws IOException {
    open();
    home.hire(1);

    Signals.sendTo(crew.ready(1).pid(), Signal.KILL);
    crew.ready(2);

    assertEquals(List.of("Admitted 1", "Ready 1", "Lost 1", "Admitted 2", "Ready 2"), crew.story());
    Crew.Loss loss = crew.lost(1);
    assertEquals(Verdict.Cause.KILLED, loss.verdict().cause());
    assertTrue(loss.started() && !loss.stopped() && !loss.lasting(), loss.toString());
    assertEquals(crew.admitted(1).pid(), loss.pid());
  }

  @Test
  void killedWhileItStarts() throws IOException {
    crew = new FakeCrew(Jobs.stay(root.resolve("sign")));
    open();
    home.hire(1);

    for (int generation = 1; generation <= 4; generation++) {
      Hand hand = crew.admitted(generation);
      Watched.until(() -> Files.exists(Path.of(root.resolve("sign").toString() + hand.pid())));
      Signals.sendTo(hand.pid(), Signal.KILL);
    }
    crew.admitted(5);

    for (int generation = 1; generation <= 4; generation++) {
      Crew.Loss loss = crew.lost(generation);
      assertFalse(loss.lasting() || loss.started(), "that is not its fault: " + loss);
    }
  }

  @Test
  void endsItselfWhileItStarts() throws IOException {
    crew = new FakeCrew(Jobs.halt());
    open();
    home.hire(1);

    Crew.Loss third = crew.lost(3);

    assertTrue(third.lasting(), "three in a row: " + third);
    assertFalse(crew.lost(2).lasting() || crew.lost(2).started(), crew.lost(2).toString());
    assertEquals(
        List.of("Admitted 1", "Lost 1", "Admitted 2", "Lost 2", "Admitted 3", "Lost 3"),
        crew.story());
    home.hire(1);
    crew.admitted(4);
  }

  @Test
  void renewed() throws IOException {
    open();
    home.hire(1);
    crew.ready(1);

    home.renew(1, "it had its tasks");
    crew.ready(2);

    Crew.Loss loss = crew.lost(1);
    assertTrue(loss.stopped(), loss.toString());
    assertTrue(loss.verdict().sentence().contains("it had its tasks; it returned when asked"));
  }

  @Test
  void dismissedAndHiredAgain() throws IOException {
    open();
    home.hire(1);
    Hand first = crew.ready(1);

    home.dismiss(1, "it was idle");
    assertTrue(crew.lost(1).stopped());
    assertFalse(Alive.is(first.pid()));
    home.hire(1);
    crew.ready(2);

    assertEquals(List.of("Admitted 1", "Ready 1", "Lost 1", "Admitted 2", "Ready 2"), crew.story());
  }

  @Test
  void earlierLifeIsToBeKilled() throws IOException {
    open();
    home.hire(1);
    Signals.sendTo(crew.ready(1).pid(), Signal.KILL);
    Hand second = crew.ready(2);

    home.kill(1, 1, Verdict.Cause.STALL, "its task took too long");
    home.kill(1, 2, Verdict.Cause.STALL, "its task took longer than 1 s");
    crew.ready(3);

    Crew.Loss loss = crew.lost(2);
    assertEquals(second.pid(), loss.pid());
    assertEquals(Verdict.Cause.STALL, loss.verdict().cause());
    assertEquals("its task took longer than 1 s, so it was killed", loss.verdict().sentence());
  }

  @Test
  void initializerFails() throws IOException {
    crew = new FakeCrew(Jobs.fail("no database"));
    open();
    home.hire(1);

    Crew.Loss loss = crew.lost(1);

    assertTrue(loss.lasting() && !loss.started(), loss.toString());
    assertEquals(Verdict.Cause.START_FAILED, loss.verdict().cause());
    FromWorker.Opened opened =
        (FromWorker.Opened) crew.await(FakeCrew.Said.class, said -> true).frame();
    assertTrue(opened.failure().length > 0);
    home.hire(2);
    crew.await(FakeCrew.Lost.class, lost -> lost.loss().worker() == 2);
    assertEquals(List.of("Admitted 1", "Lost 1", "Admitted 1", "Lost 1"), crew.story());
  }

  @Test
  void cannotBeSpawned() throws IOException {
    open(options -> options.with(jvm -> jvm.withDirectory(root.resolve("gone"))));
    home.hire(1);

    Crew.Loss loss = crew.lost(1);

    assertTrue(loss.lasting(), loss.toString());
    assertEquals(0, loss.pid());
    assertTrue(loss.verdict().sentence().contains("working folder"), loss.verdict().sentence());
  }

  @Test
  void closedInOrder() throws IOException {
    open();
    home.hire(1);
    home.hire(2);
    crew.await(FakeCrew.Ready.class, ready -> ready.worker() == 1);
    crew.await(FakeCrew.Ready.class, ready -> ready.worker() == 2);

    home.close(false, "the pool was closed").join();

    for (FakeCrew.Lost lost : crew.all(FakeCrew.Lost.class)) {
      assertTrue(lost.loss().stopped(), lost.toString());
      assertTrue(
          lost.loss().verdict().sentence().contains("it returned when asked"), lost.toString());
      assertFalse(Alive.is(lost.loss().pid()));
    }
    assertEquals(2, crew.all(FakeCrew.Lost.class).size());
    try (DirectoryStream<Path> left = Files.newDirectoryStream(root, "pool-*")) {
      assertFalse(left.iterator().hasNext(), "its folder is left behind");
    }
  }

  @Test
  void boardLosesItsNameWhenItIsMapped() throws IOException {
    open();
    home.hire(1);
    Hand hand = crew.ready(1);
    assertEquals(1, boards().size());
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(boards().getFirst())));

    runUntilMapped(hand);

    assertEquals(List.of(), boards());
    crew.await(FakeCrew.Wrote.class, wrote -> true);
  }

  @Test
  void diesWithABoardThatIsNotMapped() throws IOException {
    open();
    home.hire(1);
    Signals.sendTo(crew.ready(1).pid(), Signal.KILL);
    crew.ready(2);

    assertEquals(1, boards().size());
  }

  @Test
  void withoutBoards() throws IOException {
    System.setProperty(Boards.PROPERTY, "none");
    try {
      open();
      home.hire(1);
      Hand hand = crew.ready(1);
      assertNull(hand.board());

      FakeCrew.run(hand, 0, Jobs.nothing());

      crew.await(FakeCrew.Said.class, said -> said.frame() instanceof FromWorker.Begun);
      crew.await(FakeCrew.Said.class, said -> said.frame() instanceof FromWorker.Result);
    } finally {
      System.clearProperty(Boards.PROPERTY);
    }
  }

  @Test
  void writesToStdout() throws IOException {
    open();
    home.hire(1);
    Hand hand = crew.ready(1);
    Hand.TaskText text = hand.streams().text(101);
    FakeCrew.run(hand, 0, Jobs.say("of the first"));
    FakeCrew.run(hand, 1, Jobs.say("of the second"));

    Watched.until(() -> text.stdout().equals("of the second\n"));

    Path log = States.log(root.resolve(home.name()), home.name() + "/worker-1", false);
    Watched.until(() -> read(log).contains("of the second"));
    assertEquals(2, read(log).lines().count(), read(log));
    assertFalse(read(log).contains("\0"), "a mark is in the log");
  }

  @Test
  void spareTakesOver() throws IOException {
    List<String> events = new ArrayList<>();
    home =
        new ProcessHome(
            options().withSpares(1),
            program(),
            Options.DEFAULT
                .withStateRoot(root)
                .withListener(event -> {
                  synchronized (events) {
                    events.add(event.getClass().getSimpleName());
                  }
                }));
    home.open(crew);
    home.hire(1);
    crew.ready(1);
    Watched.until(() -> {
      synchronized (events) {
        return events.contains("SpareReady");
      }
    });

    home.renew(1, "it had its tasks");
    Hand hand = crew.ready(2);
    runUntilMapped(hand);

    assertEquals("worker-1#2 (pid %d)".formatted(hand.pid()), hand.title());
  }

  /** It maps its board beside its first tasks. */
  private void runUntilMapped(Hand hand) {
    int[] next = {0};
    Watched.until(() -> {
      FakeCrew.run(hand, next[0]++, Jobs.nothing());
      return crew.all(FakeCrew.Said.class).stream()
          .anyMatch(said -> said.frame() instanceof FromWorker.Mapped);
    });
  }

  private void open() throws IOException {
    open(options -> options);
  }

  private void open(UnaryOperator<PoolOptions> change) throws IOException {
    home = new ProcessHome(change.apply(options()), program(), Options.DEFAULT.withStateRoot(root));
    home.open(crew);
  }

  private static PoolOptions options() {
    return PoolOptions.DEFAULT.withWorkers(2).with(Grants.of());
  }

  private static Program.Worker program() {
    return new Program.Worker(List.of(Watched.classes()), List.of(), Optional.empty());
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** The boards of this process that have a name. */
  private static List<Path> boards() throws IOException {
    return shared().stream().filter(file -> !file.toString().endsWith(Boxes.SUFFIX)).toList();
  }

  private static List<Path> shared() throws IOException {
    List<Path> all = new ArrayList<>();
    String mine = "firebreak-*-" + ProcessHandle.current().pid() + ".*";
    try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("/dev/shm"), mine)) {
      found.forEach(all::add);
    }
    return all;
  }
}
