package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Pool;
import dev.firebreak.processes.ProcessPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers killed at random moments under load: no hang, no innocent failure, no task run twice.
 * Only on processes, as no thread can be killed.
 *
 * <p>The build makes some hundred kills. Ten thousand: {@code ./mvnw test -pl modules/lab -am
 * -Dtest=ChaosTest -Dsurefire.failIfNoSpecifiedTests=false -Dfirebreak.chaos.kills=10000}, with
 * another seed by {@code -Dfirebreak.chaos.seed}. The seed decides whom the kills hit and how long
 * they wait; what the machine does in between is its own.
 */
class ChaosTest {
  private static final int KILLS = Integer.getInteger("firebreak.chaos.kills", 250);
  private static final long SEED = Long.getLong("firebreak.chaos.seed", 20_261_127);

  @TempDir Path folder;

  @Test
  void killsAtRandomMoments() throws Exception {
    Random random = new Random(SEED);
    Chaos chaos;
    int kills = 0;

    try (Pool pool =
        ProcessPool.open(
            Home.OPTIONS.withWorkers(3).withSpares(1).withRecycleTasks(2000).withName("chaos"))) {
      chaos = new Chaos(pool, folder.resolve("journal"));
      pool.awaitReady();
      chaos.load(SEED);
      long began = System.nanoTime();
      long last = began;
      while (kills < KILLS) {
        // Some one behind the other, so that those are hit that are just starting; most with time
        // in
        // between for work.
        boolean burst = random.nextInt(4) == 0;
        Thread.sleep(Duration.ofNanos(random.nextLong(burst ? 5_000_000 : 150_000_000)));
        if (chaos.kill(random)) {
          kills++;
          last = System.nanoTime();
        }
        assertTrue(
            System.nanoTime() - last < TimeUnit.MINUTES.toNanos(1),
            "there was no worker to kill for a minute");
      }
      List<String> wrong = chaos.verdict();
      System.out.printf(
          "chaos, seed %d: %,d kills among %,d tasks, of which %,d died with their worker; %.0f s%n",
          SEED, kills, chaos.tasks(), chaos.lost(), (System.nanoTime() - began) / 1e9);
      assertEquals(List.of(), wrong);
      List<Integer> numbers = IntStream.range(0, 1000).boxed().toList();
      assertEquals(numbers, pool.map(x -> x, numbers), "the pool is as good as new");
    }
    assertTrue(chaos.lost() > 0, "no kill hit a task: that proves nothing");
    assertEquals(
        0, ProcessHandle.current().children().filter(Chaos::worker).count(), "nothing is left");
  }
}
