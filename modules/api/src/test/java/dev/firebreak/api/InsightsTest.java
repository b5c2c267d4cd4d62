package dev.firebreak.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class InsightsTest {
  private static final Insights.Times NONE =
      new Insights.Times(
          0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, List.of());

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1000);
  }

  @Test
  void aReportIsReadByPeople() {
    Insights.Times run =
        new Insights.Times(
            12_034,
            micros(40),
            micros(61),
            micros(120),
            micros(3100),
            Duration.ofMillis(540),
            List.of(
                new Insights.Bucket(micros(32), 1),
                new Insights.Bucket(micros(64), 12_000),
                new Insights.Bucket(micros(128), 0),
                new Insights.Bucket(micros(256), 6000)));
    Insights insights =
        new Insights(
            12_040,
            12_034,
            6,
            1,
            3,
            NONE,
            run,
            NONE,
            0.123,
            List.of(
                new Insights.Slow("render", "page\n7", micros(3100)),
                new Insights.Slow("parse", "", micros(900))),
            List.of("do this", "do that"));

    assertEquals(
        """
        tasks     12,040 submitted, 12,034 succeeded, 6 failed
        workers   3 started, 1 crashed, busy 12 % of their time
                        count    median      90 %      99 %   longest    in all
        ran            12,034     40 us     61 us    120 us    3.1 ms    540 ms  32 us \u2581\u2588 \u2584 256 us
        slowest        3.1 ms render: page 7
                       900 us parse
        advice    do this
                  do that
        """,
        insights.toString());
  }

  @Test
  void aTimeHasTheUnitThatSuitsIt() {
    assertEquals("0 ns", Insights.words(Duration.ZERO));
    assertEquals("850 ns", Insights.words(Duration.ofNanos(850)));
    assertEquals("1.0 us", Insights.words(Duration.ofNanos(999 + 1)));
    assertEquals("9.9 us", Insights.words(Duration.ofNanos(9900)));
    assertEquals("10 us", Insights.words(Duration.ofNanos(9960)));
    assertEquals("999 us", Insights.words(Duration.ofNanos(999_400)));
    assertEquals("1.0 ms", Insights.words(Duration.ofNanos(999_600)));
    assertEquals("3.1 s", Insights.words(Duration.ofMillis(3100)));
    assertEquals("119 s", Insights.words(Duration.ofSeconds(119)));
    assertEquals("2 min 5 s", Insights.words(Duration.ofSeconds(125)));
  }
}
