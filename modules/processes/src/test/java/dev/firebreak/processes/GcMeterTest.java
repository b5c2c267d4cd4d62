package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.firebreak.supervisor.Worker.Gc;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lines as JVMs of each collector write them. */
@Timeout(60)
class GcMeterTest {
  private static final long SECOND = 1_000_000_000;
  private static final long ORIGIN = 100 * SECOND;

  private final GcMeter meter = new GcMeter();

  private void line(long millis, String text) {
    meter.line(
        "[%d.%03ds][%dns][gc     ] %s"
            .formatted(millis / 1000, millis % 1000, ORIGIN + millis * 1_000_000, text));
  }

  private Gc first(int seconds) {
    return meter.between(ORIGIN, ORIGIN + seconds * SECOND);
  }

  private static void near(double expected, double actual) {
    assertEquals(expected, actual, 0.01);
  }

  @Test
  void serial() {
    line(4, "Heap Max Capacity: 48M");
    line(4, "Using Serial");
    line(400, "GC(2) Pause Full (Allocation Failure) 39M->37M(46M) 100.987ms");
    line(900, "GC(3) Pause Full (Allocation Failure) 44M->43M(46M) 400.415ms");

    Gc gc = first(1);

    near(0.5, gc.share());
    near(37.0 / 46, gc.full());
    assertEquals(2, gc.collections());
  }

  @Test
  void growingHeapHasRoomUpToItsMost() {
    line(4, "Heap Max Capacity: 512M");
    line(400, "GC(2) Pause Young (Allocation Failure) 64M->60M(64M) 10.0ms");

    near(60.0 / 512, first(1).full());
  }

  @Test
  void g1CountsPausesAndNoCycleBesideTheProgram() {
    line(4, "Heap Max Capacity: 48M");
    line(100, "GC(1367) Concurrent Mark Cycle");
    line(
        200,
        "GC(1376) Pause Young (Concurrent Start) (G1 Evacuation Pause) (Evacuation Failure:"
            + " Allocation) 44M->45M(48M) 50.871ms");
    line(300, "GC(1369) Pause Full (G1 Compaction Pause) 46M->43M(48M) 50.498ms");
    line(900, "GC(1367) Concurrent Mark Cycle 800.929ms");

    Gc gc = first(1);

    near(0.1, gc.share());
    near(43.0 / 48, gc.full());
  }

  @Test
  void zIsStallsAndNotItsCycles() {
    line(4, "Soft Max Capacity: 12M");
    line(4, "Max Capacity: 48M");
    line(5, "GC(1124) Minor Collection (Allocation Stall)");
    line(300, "Allocation Stall (main) 200.5ms");
    line(310, "Allocation Stall (other) 150.5ms");
    line(500, "GC(1131) Major Collection (Allocation Stall) 48M(100%)->44M(92%) 0.409s");
    line(600, "GC(13) Major Collection (Allocation Stall) Aborted");

    Gc gc = first(1);

    near(0.21, gc.share());
    near(44.0 / 48, gc.full());
    assertEquals(1, gc.collections());
  }

  @Test
  void longPauseCountsWhereItWas() {
    line(4, "Heap Max Capacity: 48M");
    line(9000, "GC(3) Pause Full (Allocation Failure) 44M->43M(46M) 8000.0ms");

    near(1, meter.between(ORIGIN + 4 * SECOND, ORIGIN + 6 * SECOND).share());
    near(0, meter.between(ORIGIN, ORIGIN + SECOND).share());
    near(0.8, first(10).share());
  }

  @Test
  void whatIsOlderThanTheRingIsForgotten() {
    line(4, "Heap Max Capacity: 48M");
    line(900, "GC(3) Pause Full (Allocation Failure) 44M->10M(46M) 400.0ms");
    line(900 + 102_400, "GC(4) Pause Full (Allocation Failure) 44M->43M(46M) 400.0ms");

    assertEquals(1, meter.between(ORIGIN, ORIGIN + 300 * SECOND).collections());
  }

  @Test
  void nonsenseSaysNothing() {
    for (String text :
        new String[] {
          "",
          "[",
          "[0.1s][9223372036854775807ns][gc] GC(1) Pause Full (x) 4M->4M(4M) 1e300ms",
          "[0.1s][-5ns][gc] GC(1) Pause Full (x) 4M->4M(4M) 1ms",
          "[0.1s][100000000000ns][gc] GC(1) Pause Full ms",
          "[0.1s][100000000000ns][gc] GC(1) Pause Full (x) ->(M) NaNms",
          "[0.1s][100000000000ns][gc] Heap Max Capacity: ",
          "[0.1s][100000000000ns][gc] Max Capacity: 99999999999999999999M",
          "[0.1s][xns][gc] GC(1) Pause",
        }) {
      meter.line(text);
    }

    assertEquals(new Gc(Duration.ofSeconds(1), Duration.ZERO, 0, 0), first(1));
  }
}
