package dev.firebreak.worker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.link.BytePipe;
import dev.firebreak.link.Codec;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToWorker;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an item is told of its end. */
@Timeout(30)
class CancelsTest {
  @Test
  void anItemIsCancelledInTheMomentInWhichItIsBegun() throws Exception {
    Link<ToParent, ToChild> link = Link.toParent(new BytePipe().in(), new BytePipe().out());
    try (Loop types = Loop.opened()) {
      Cancels cancels = new Cancels(new Desk(link, new Codec(types), types, 1, 1));

      cancels.begin(
          7,
          7,
          1,
          () -> { // another thread reads since just now, and that is what it has read
            cancels.hear(new ToWorker.Cancel(7, false));
            return false;
          });

      assertTrue(Objects.requireNonNull(cancels.get()).cancelled());
    }
  }
}
