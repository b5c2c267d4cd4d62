package dev.firebreak.bench;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How much is measured.
 *
 * @param runs of each side of a row; empty for the row's own number
 * @param smoke whether to do as little as shows that the row works
 * @param script the command {@code firebreak}; empty where this was not started by it
 * @param cache where images are kept; empty for the user's own
 */
record Settings(
    Optional<Integer> runs, boolean smoke, Optional<Path> script, Optional<Path> cache) {
  /** How often a row measures that by itself would do it so many times. */
  int runs(int usual) {
    return smoke ? 2 : runs.orElse(usual);
  }

  /** How many come first and are thrown away. */
  int warmups() {
    return smoke ? 1 : 3;
  }
}
