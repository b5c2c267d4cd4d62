package dev.firebreak.pool;

import dev.firebreak.api.Insights;
import java.io.PrintStream;
import java.time.Duration;

/** A bar without drawings: a line that is written again, or a new one now and then. */
final class LineBar implements Bar {
  /** Often enough to see that it lives, seldom enough to be read. */
  private static final long SELDOM = 5_000_000_000L;

  static final String CLEAR = "\r\033[2K";

  private final PrintStream out;
  private final boolean again;
  private final String title;
  private final long total;
  private final long since;
  private long last;

  LineBar(PrintStream out, boolean again, String title, long total, long nanos) {
    this.out = out;
    this.again = again;
    this.title = title;
    this.total = total;
    this.since = System.nanoTime() - nanos;
    this.last = since;
  }

  @Override
  public void at(long done) {
    long now = System.nanoTime();
    if (again) {
      out.print(CLEAR + text(title, done, total, now - since));
      out.flush();
    } else if (now - last >= SELDOM) {
      last = now;
      out.println(text(title, done, total, now - since));
    }
  }

  static String text(String title, long done, long total, long nanos) {
    if (total == 0) {
      return "%s: %,d items after %s".formatted(title, done, words(nanos));
    }
    String left =
        done == 0 || done > total
            ? ""
            : ", %s left".formatted(words((long) (nanos / (double) done * (total - done))));
    return "%s: %d %% (%,d of %,d)%s".formatted(title, 100 * done / total, done, total, left);
  }

  private static String words(long nanos) {
    return Insights.words(Duration.ofNanos(nanos));
  }

  @Override
  public void close() {
    if (again) {
      out.print(CLEAR);
      out.flush();
    }
  }
}
