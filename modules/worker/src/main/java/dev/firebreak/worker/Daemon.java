package dev.firebreak.worker;

/** Starts our threads: daemons, outside of the group that the program sees as its own. */
final class Daemon {
  private Daemon() {}

  static Thread start(Runnable work, String name) {
    Thread thread = new Thread(group(), work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  static ThreadGroup group() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
