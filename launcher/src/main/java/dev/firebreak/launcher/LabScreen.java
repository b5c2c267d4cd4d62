package dev.firebreak.launcher;

import dev.firebreak.faults.Fault;
import dev.firebreak.lab.Watcher;
import dev.firebreak.report.Findings;
import java.io.PrintStream;

/** Tells line by line how the lab gets on. */
final class LabScreen implements Watcher {
  private final PrintStream out;
  private final Ink ink;
  private final int all;
  private int done;
  private boolean built;

  LabScreen(PrintStream out, Ink ink, int all) {
    this.out = out;
    this.ink = ink;
    this.all = all;
  }

  private synchronized void line(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public void preparing(String what) {
    line(ink.faint("        " + what + " ..."));
  }

  @Override
  public synchronized void lengthy(String step) {
    if (!built) {
      built = true;
      line(ink.faint("        the workers' runtime is built now; later runs find it in the cache"));
    }
    line(ink.faint("          " + step));
  }

  @Override
  public void trying(Fault fault, String home) {
    if (home.equals("processes")) {
      line("%5s  %s: %s".formatted(++done + "/" + all, ink.strong(fault.word()), fault.story()));
    }
  }

  @Override
  public void found(Findings.OfFault findings) {
    for (Findings.OfHome home : findings.homes()) {
      line("        in %-10s %s".formatted(home.home() + ":", words(home)));
    }
  }

  private String words(Findings.OfHome home) {
    if (!home.ran()) {
      return "not tried: " + home.reason();
    }
    int lost = home.siblings().lost();
    String told =
        lost == 0
            ? ink.good("all %d siblings right".formatted(home.siblings().all()))
            : ink.bad(
                "%d of %d siblings lost (%s)"
                    .formatted(lost, home.siblings().all(), LabTable.kinds(home.siblings())));
    return home.note().isEmpty() ? told : told + "; " + home.note();
  }
}
