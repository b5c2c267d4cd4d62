package dev.firebreak.lab;

import dev.firebreak.processes.Options;
import java.nio.file.Path;

/** The folders of the lab's pools. */
final class Setup {
  private Setup() {}

  /** State within a folder of the lab's own, which goes with it; images where all have them. */
  static Options within(Path folder) {
    return Options.DEFAULT.withStateRoot(folder.resolve("state"));
  }
}
