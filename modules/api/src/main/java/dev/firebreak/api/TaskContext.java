package dev.firebreak.api;

import java.util.List;

/** What a {@link Task} may ask and tell its supervisor. All methods are safe from every thread. */
public interface TaskContext {
  /** The name of the child, as its specification says. */
  String name();

  /** The generation of the child: 1 at first, one more with each restart. */
  int generation();

  /** The arguments of the program. */
  List<String> arguments();

  /**
   * Tells that the child is ready for its work. Needed where its specification says {@link
   * Readiness.Called}; ignored elsewhere and when called again.
   */
  void ready();

  /**
   * Tells that the work goes on. Costs nanoseconds: the count travels with the next heartbeat. Once
   * a child has called it, silence for longer than its progress limit counts as a stall.
   */
  void progress();

  /**
   * Tells that the work goes on, with a word for the people who watch.
   *
   * @param note one line; notes that come faster than ten a second are dropped, the last one stays
   */
  void progress(String note);

  /**
   * Whether the supervisor asked this child to stop. A task that sees {@code true} returns soon.
   */
  boolean stopping();
}
