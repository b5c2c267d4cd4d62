package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.census.Accident;
import dev.firebreak.launcher.DemoPlan.Kind;
import dev.firebreak.launcher.DemoPlan.Mishap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the demo plans for the JDK that runs the test. */
@Timeout(30)
class DemoPlanTest {
  private static final Path HOME = Path.of(System.getProperty("java.home"));

  @TempDir private Path folder;

  @Test
  void aKindOfFaultIsForgotten() throws IOException {
    for (int children : List.of(1, 2, 3, 4, 7)) {
      DemoPlan plan = DemoPlan.of(HOME, children, false, new Random(children));

      Set<Kind> kinds =
          plan.accidents().values().stream()
              .flatMap(List::stream)
              .map(Mishap::kind)
              .collect(Collectors.toSet());

      assertEquals(EnumSet.allOf(Kind.class), kinds, children + " children");
      assertEquals(4, plan.mishaps());
    }
  }

  @Test
  void aFaultComesAfterTheWorkIsDone() throws IOException {
    DemoPlan plan = DemoPlan.of(HOME, 1, false, new Random(1));

    List<Mishap> mishaps = plan.accidents().get("worker-1");
    long before = 0;
    for (Mishap mishap : mishaps) {
      assertTrue(mishap.after() > before && mishap.after() < plan.classes(), mishaps::toString);
      before = mishap.after();
    }
  }

  @Test
  void theDemoIsNotCalm() throws IOException {
    DemoPlan plan = DemoPlan.of(HOME, 2, true, new Random(1));
    plan.plant(folder);

    assertEquals(0, plan.mishaps());
    assertEquals(List.of(), Accident.planted(folder, "worker-1"));
  }

  @Test
  void theJdksOwnListIsReadWrongly() {
    List<String> list =
        List.of(
            "jimage: /jdk/lib/modules",
            "",
            "Module: java.base",
            "    java/lang/Object.class",
            "    module-info.class",
            "    META-INF/services/x",
            "Module: java.empty");

    assertEquals(java.util.Map.of("java.base", 2, "java.empty", 0), DemoPlain.counts(list));
  }
}
