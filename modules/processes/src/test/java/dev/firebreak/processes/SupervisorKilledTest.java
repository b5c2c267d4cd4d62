package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.confine.ProcessTable;
import dev.firebreak.confine.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a supervisor leaves nothing behind, and the next one of its name knows. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SupervisorKilledTest {
  @TempDir Path root;

  @Test
  void leavesNothing() throws Exception {
    Process shop = start("stay", "busy", "spawn");
    List<Long> children = ready(shop, 3);
    Signals.sendTo(children.getFirst(), Signals.Signal.STOP);
    String token = States.holder(root.resolve("shop")).orElseThrow().token();
    Watched.until(() -> ProcessTable.marked(token).size() == 4); // and a grandchild

    shop.destroyForcibly().waitFor();

    Watched.until(() -> ProcessTable.marked(token).isEmpty());
    children.forEach(pid -> Watched.until(() -> !Alive.is(pid)));
  }

  @Test
  void nextOneOfTheNameSaysSo() throws Exception {
    Process shop = start("stay");
    ready(shop, 1);
    assertTrue(States.list(root).getFirst().running());

    shop.destroyForcibly().waitFor();

    assertFalse(States.list(root).getFirst().running());
    try (Watched watched = Watched.open(root, Watched.child("return"))) {
      watched.await(
          dev.firebreak.api.Event.Notice.class,
          notice -> notice.sentence().contains("pid " + shop.pid()));
      assertEquals(
          ProcessHandle.current().pid(), States.list(root).getFirst().holder().orElseThrow().pid());
    }
    assertTrue(States.list(root).getFirst().holder().isEmpty(), "an orderly end says nothing");
    assertFalse(Files.exists(root.resolve("shop").resolve("fifo").resolve("1")));
  }

  private Process start(String... children) throws IOException {
    return SmallShop.start(List.of(), root, children);
  }

  private static List<Long> ready(Process shop, int count) throws IOException {
    return SmallShop.ready(shop.inputReader(), count);
  }
}
