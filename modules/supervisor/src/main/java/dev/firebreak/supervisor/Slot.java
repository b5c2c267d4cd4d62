package dev.firebreak.supervisor;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Defaults;
import dev.firebreak.api.SupervisorSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a group wants of one of its children. */
final class Slot {
  /** What a group wants of a child. */
  enum Goal {
    /** It shall run. */
    UP,
    /** It shall not. */
    DOWN,
    /** It shall stop, and run again when all that are cycled with it have stopped. */
    CYCLE
  }

  final Node node;
  Goal goal = Goal.DOWN;

  /** Whether it waits for its turn in the reverse order to be stopped. */
  boolean ordered;

  /** Whether it leaves the group when it is down. */
  boolean leaving;

  String why = "";

  /** Not to be started before this time of the loop's clock. */
  long notBefore;

  /** Restarts in a row without a stable run between. */
  int row;

  Loop.@Nullable Timer timer;

  Slot(Node node) {
    this.node = node;
  }

  void want(Goal next, boolean inOrder, String because) {
    goal = next;
    ordered = inOrder;
    why = because;
  }

  /** The wait before the restart that is due now; counts it. */
  Duration nextDelay(long now, double chance) {
    Backoff backoff =
        switch (node.spec()) {
          case ChildSpec child -> child.backoff();
          case SupervisorSpec _ -> Defaults.BACKOFF;
        };
    long ready = node.readySince();
    if (ready != 0 && now - ready >= backoff.reset().toNanos()) {
      row = 0;
    }
    return backoff.delay(row++, chance);
  }

  void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
