package dev.firebreak.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo prints: lines, and below them a bar that shows how far the work is. Without a
 * terminal the bar is a line now and then. Owned by the demo's main thread.
 */
final class DemoScreen {
  /** Without a terminal: often enough to see that it lives, seldom enough to be read. */
  private static final Duration SELDOM = Duration.ofSeconds(5);

  private static final int FRAME = 100; // milliseconds between two pictures of the bar

  private final PrintStream out;
  private final Ink ink;
  private final boolean terminal;
  private @Nullable ProgressBar bar;
  private String task = "";
  private long all;
  private long lastLine;

  DemoScreen(PrintStream out, Ink ink, boolean terminal) {
    this.out = out;
    this.ink = ink;
    this.terminal = terminal;
  }

  /** Prints a line, above the bar where there is one. */
  void line(String text) {
    out.print((bar == null ? "" : "\r\033[2K") + text + "\n");
    out.flush();
  }

  /** A line about something that went wrong. */
  void bad(String text) {
    line(ink.bad(text));
  }

  /** A line about something that went well again. */
  void good(String text) {
    line(ink.good(text));
  }

  /** Shows a bar from now on. */
  void begin(String name, long total) {
    task = name;
    all = total;
    lastLine = System.nanoTime();
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(total)
              .setUpdateIntervalMillis(FRAME)
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setUnit(" classes", 1)
              .clearDisplayOnFinish()
              .setConsumer(new ConsoleProgressBarConsumer(out))
              .build();
    }
  }

  /** So much is done: less than before where a crash took it away. */
  void at(long done) {
    if (bar != null) {
      bar.stepTo(done);
    } else if (System.nanoTime() - lastLine > SELDOM.toNanos()) {
      lastLine = System.nanoTime();
      line(
          "  %s: %d %% (%s of %s classes)"
              .formatted(task, 100 * done / all, number(done), number(all)));
    }
  }

  /** The bar goes away. */
  void end() {
    if (bar != null) {
      bar.close();
      bar = null;
      out.print("\r\033[2K");
    }
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
