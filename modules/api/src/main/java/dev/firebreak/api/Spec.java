package dev.firebreak.api;

import java.util.List;

/** A child of a supervisor: a program, or a supervisor with children of its own. */
public sealed interface Spec permits ChildSpec, SupervisorSpec {
  /** Its name, unique among its siblings. */
  String name();

  /** When it is started again. */
  Restart restart();

  /** Whether its end counts for the {@link AutoShutdown} of its supervisor. */
  boolean significant();

  /** The siblings that must be ready before it is started. */
  List<String> after();
}
