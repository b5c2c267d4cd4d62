package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Event;
import dev.firebreak.api.Intensity;
import dev.firebreak.api.Spec;
import dev.firebreak.api.Strategy;
import dev.firebreak.api.SupervisorSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens in whatever order, these hold. */
class RandomTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void oneProcessAChildAndNoneAfterAStop(long seed) {
    for (int round = 0; round < 30; round++) {
      play(new Random(seed * 1000 + round));
    }
  }

  private static void play(Random random) {
    List<Spec> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      children.add(Theatre.child("c" + i).withSpares(random.nextInt(2)));
    }
    var strategies = Strategy.values();
    children.add(
        SupervisorSpec.of("in", Theatre.child("x"), Theatre.child("y"))
            .with(strategies[random.nextInt(3)])
            .with(new Intensity(3, Duration.ofSeconds(5))));
    var theatre =
        new Theatre(
                SupervisorSpec.of("sup", children)
                    .with(strategies[random.nextInt(3)])
                    .with(new Intensity(1000, Duration.ofSeconds(1))))
            .start();
    theatre.spawner.endOnTerm = random.nextBoolean();
    for (int step = 0; step < 60; step++) {
      act(theatre, random);
      oneProcessAChild(theatre);
    }
    theatre.advance(Duration.ofMinutes(2));
    generationsOnlyGrow(theatre);

    theatre.stop();
    theatre.advance(Duration.ofMinutes(10));

    assertNotNull(theatre.outcome());
    assertTrue(theatre.spawner.living().isEmpty());
    assertEquals(0, theatre.loop.timers());
  }

  private static void act(Theatre theatre, Random random) {
    var living = theatre.spawner.living();
    String[] names = {"c0", "c1", "c2", "c3", "in", "in/x", "in/y"};
    String name = names[random.nextInt(names.length)];
    switch (random.nextInt(7)) {
      case 0, 1, 2 -> {
        if (!living.isEmpty()) {
          living.get(random.nextInt(living.size())).end(random.nextInt(3) * 68 + 1);
        }
      }
      case 3 -> {
        var _ = theatre.supervisor.restartChild(name);
      }
      case 4 -> {
        var _ = theatre.supervisor.stopChild(name);
      }
      case 5 -> theatre.spawner.comeUp = random.nextInt(4) > 0;
      default -> theatre.advance(Duration.ofMillis(random.nextInt(3000)));
    }
    theatre.loop.settle();
  }

  private static void oneProcessAChild(Theatre theatre) {
    Map<String, Integer> count = new HashMap<>();
    for (var worker : theatre.spawner.living()) {
      if (worker.generation > 0) {
        assertEquals(1, count.merge(worker.path, 1, Integer::sum), worker.path);
      }
    }
  }

  private static void generationsOnlyGrow(Theatre theatre) {
    Map<String, Integer> last = new HashMap<>();
    for (Event.Spawned event : theatre.told(Event.Spawned.class)) {
      Integer before = last.put(event.child().path(), event.child().generation());
      assertTrue(before == null || before < event.child().generation());
    }
  }
}
