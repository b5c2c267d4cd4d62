package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.census.Comparison;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The last words of the demo. */
@Timeout(30)
class DemoEndTest {
  @Test
  void aNumberThatDiffersIsCalledEqual() {
    DemoEnd end = end(List.of("java.xml: methods is 8 here, but 9 there"), Optional.empty());

    assertFalse(end.equal());
    assertTrue(
        end.lines().contains("The numbers differ in 1 place, so work was lost or counted twice:"),
        end.lines()::toString);
    assertTrue(end.lines().contains("  java.xml: methods is 8 here, but 9 there"));
  }

  @Test
  void aListThatDiffersIsCalledEqual() {
    assertFalse(end(List.of(), Optional.of(List.of("java.xml: 1 counted, 2 listed"))).equal());
  }

  @Test
  void allIsEqual() {
    DemoEnd end = end(List.of(), Optional.of(List.of()));

    assertTrue(end.equal());
    assertEquals(
        "27,045 classes in 69 modules, 552 numbers compared with a plain sequential run: all equal.",
        end.lines().get(2));
  }

  private static DemoEnd end(List<String> differences, Optional<List<String>> listed) {
    return new DemoEnd(
        List.of(),
        Duration.ofSeconds(14),
        Duration.ofSeconds(16),
        new Comparison(69, 27_045, 552, differences),
        listed);
  }
}
