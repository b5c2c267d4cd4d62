package dev.firebreak.supervisor;

import dev.firebreak.api.ChildSpec;
import java.util.function.Consumer;

/** Where children live: creates a process, or whatever stands for one, for a child. */
public interface Spawner {
  /**
   * Begins to create a process and returns at once, without waiting for an image or a disk.
   *
   * @param spec what to run
   * @param path the child's path
   * @param generation of the child; 0 for a spare, which boots and waits for {@link Worker#promote}
   * @param tell told everything that happens to the process, from any thread, in order; its last
   *     report is {@link Report.Ended}, exactly once, also where no process could be created
   */
  Worker spawn(ChildSpec spec, String path, int generation, Consumer<Report> tell);
}
