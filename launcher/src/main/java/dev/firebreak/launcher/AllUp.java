package dev.firebreak.launcher;

import dev.firebreak.api.ChildStatus.State;
import dev.firebreak.api.Event;
import dev.firebreak.processes.ProcessSupervisor;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Notices the first moment at which all children of a supervisor are ready, or are done. */
final class AllUp {
  private static final Set<State> SETTLED = EnumSet.of(State.UP, State.ENDED, State.STOPPED);
  private final Runnable action;
  private @Nullable ProcessSupervisor supervisor;
  private boolean done;

  /**
   * Makes one.
   *
   * @param action called once, on whichever thread notices
   */
  AllUp(Runnable action) {
    this.action = action;
  }

  synchronized void opened(ProcessSupervisor opened) {
    supervisor = opened;
    look();
  }

  synchronized void heard(Event event) {
    if (event instanceof Event.Ready || event instanceof Event.NotRestarted) {
      look();
    }
  }

  private void look() {
    if (!done
        && supervisor != null
        && !supervisor.children().isEmpty()
        && supervisor.children().stream().allMatch(child -> SETTLED.contains(child.state()))) {
      done = true;
      action.run();
    }
  }
}
