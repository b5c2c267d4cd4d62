package dev.firebreak.pool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where bars are shown.
 *
 * @param terminal whether a line there can be written again
 */
record Screen(PrintStream out, boolean terminal) {
  private static final int STDERR = 2;

  /** For who shows nothing. */
  static final Screen NONE = new Screen(System.err, false);

  /** The stderr of this process. */
  static Screen stderr() {
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    return new Screen(System.err, !dumb && isTerminal());
  }

  private static boolean isTerminal() {
    Path link = Path.of("/proc/self/fd/" + STDERR);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return Objects.requireNonNull(System.console()).isTerminal(); // another system
    }
  }

  /**
   * Shows a bar.
   *
   * @param done what was done before it was shown ...
   * @param nanos ... and how long that took
   */
  Bar open(String title, long total, long done, long nanos) {
    Bar bar = terminal ? LibraryBar.open(out, title, total, done, nanos) : null;
    return bar == null ? new LineBar(out, terminal, title, total, nanos) : bar;
  }

  /** What the environment says of the terminal's width; it is often not told. */
  static int width(@Nullable String columns) {
    try {
      return columns == null ? 80 : Math.clamp(Integer.parseInt(columns), 20, 200);
    } catch (NumberFormatException e) {
      return 80;
    }
  }
}
