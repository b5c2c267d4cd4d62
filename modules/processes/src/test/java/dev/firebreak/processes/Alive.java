package dev.firebreak.processes;

import dev.firebreak.confine.ProcessTable;

/** Whether a process is there and has not ended. */
final class Alive {
  private Alive() {}

  static boolean is(long pid) {
    return ProcessTable.stat(pid).filter(stat -> stat.state() != 'Z').isPresent();
  }
}
