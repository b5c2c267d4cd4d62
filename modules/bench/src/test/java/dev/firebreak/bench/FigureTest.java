package dev.firebreak.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void aGoalMissedIsToldAsMissed() {
    Figure slow =
        Figure.against("row", "what", "ms", Sample.of(13), "plain", Sample.of(10))
            .with(new Goal.Times(1.2));

    assertEquals(Optional.of(false), slow.reached());
    assertTrue(Table.of(java.util.List.of(slow)).contains("NOT reached"));
  }

  @Test
  void aRateBelowItsGoalIsToldAsMissed() {
    Figure slow = Figure.alone("row", "what", "k/s", Sample.of(499)).with(new Goal.AtLeast(500));

    assertEquals(Optional.of(false), slow.reached());
    assertEquals(
        Optional.of(true),
        Figure.alone("row", "what", "k/s", Sample.of(501)).with(new Goal.AtLeast(500)).reached());
    assertTrue(Table.of(java.util.List.of(slow)).contains(">= 500 k/s"));
  }

  @Test
  void theMedianCountsAndNotTheMean() {
    Sample sample = Sample.of(1, 2, 3, 4, 1000);

    assertEquals(3, sample.median());
    assertEquals(1000, sample.percentile(99));
    assertEquals(1, sample.min());
    assertEquals(2.5, Sample.of(1, 2, 3, 4).median());
  }

  @Test
  void numbersHaveThreeDigitsThatCount() {
    assertEquals("123", Text.number(123.4));
    assertEquals("12.3", Text.number(12.34));
    assertEquals("1.2", Text.number(1.2));
    assertEquals("5", Text.number(5));
    assertEquals("100", Text.number(100));
  }
}
