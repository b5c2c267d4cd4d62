package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.firebreak.supervisor.Evidence.Collection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines as JVMs of each collector write them. */
class LastCollectionTest {
  private static Optional<Collection> last(String... lines) {
    return LastCollection.of(List.of(lines), 5_000_000_000L);
  }

  @Test
  void theLastOfSeveral() {
    assertEquals(
        Optional.of(
            new Collection("Pause Full (Allocation Failure)", 43L << 20, Duration.ofSeconds(2))),
        last(
            "[0.4s][2000000000ns][gc     ] GC(2) Pause Young (Allocation Failure) 39M->37M(46M) 1.0ms",
            "[0.9s][3000000000ns][gc     ] GC(3) Pause Full (Allocation Failure) 44M->43M(46M) 400.4ms",
            "[0.9s][3000000001ns][gc     ] GC(4) Concurrent Mark Cycle",
            "[0.9s][30000"));
  }

  @Test
  void cycleOfZ() {
    assertEquals(
        Optional.of(
            new Collection(
                "Major Collection (Allocation Stall)", 900L << 10, Duration.ofSeconds(1))),
        last(
            "[3.3s][4000000000ns][gc     ] GC(1) Major Collection (Allocation Stall)"
                + " 48M(100%)->900K(92%) 0.009s",
            "[3.3s][4000000000ns][gc     ] Allocation Stall (main) 7.719ms"));
  }

  @Test
  void noneYet() {
    assertEquals(
        Optional.empty(), last("[0.004s][139411ns][gc,init] Heap Max Capacity: 48M", "nonsense"));
  }
}
