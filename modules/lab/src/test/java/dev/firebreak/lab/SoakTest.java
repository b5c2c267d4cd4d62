package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No false alarm in an hour-equivalent of honest work; how that is counted says {@link Soak}. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SoakTest {
  @TempDir Path root;

  @Test
  void honestWorkRaisesNoAlarm() throws Exception {
    Soak soak = new Soak(root, true, Soak.KINDS, line -> {});

    Soak.Result result = soak.run(Duration.ofSeconds(60));

    assertEquals(List.of(), result.alarms());
    assertTrue(result.pauses() > 0 && result.noticed() >= result.pauses(), result.toString());
    assertFalse(result.starved().isZero());
    Duration equivalent = result.equivalent(true);
    assertTrue(equivalent.compareTo(Duration.ofHours(1)) >= 0, "" + equivalent);
  }

  @Test
  void dishonestWorkIsNoticed() throws Exception {
    Soak soak = new Soak(root, true, List.of("idle", "stuck"), line -> {});

    Soak.Result result = soak.run(Duration.ofMinutes(4));

    assertTrue(
        result.alarms().getFirst().contains("progress clock: no progress for"),
        result.alarms().toString());
  }
}
