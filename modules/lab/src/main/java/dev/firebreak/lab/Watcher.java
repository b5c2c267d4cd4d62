package dev.firebreak.lab;

import dev.firebreak.faults.Fault;
import dev.firebreak.report.Findings;

/** Is told how the lab gets on. All on the thread that runs it, but {@link #lengthy}. */
public interface Watcher {
  /** What is prepared now. */
  void preparing(String what);

  /** A step that takes long, such as the building of an image. */
  void lengthy(String step);

  /** A fault is tried in a home now. */
  void trying(Fault fault, String home);

  /** A fault was tried in both. */
  void found(Findings.OfFault findings);
}
