package dev.firebreak.worker;

import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;

/**
 * The main class of every child JVM.
 *
 * <pre>
 * java FLAGS [-cp USER] -m dev.firebreak.worker/dev.firebreak.worker.Main ADDRESS MAIN
 * java FLAGS            -m dev.firebreak.worker/dev.firebreak.worker.Main --train CLASSLIST
 * </pre>
 *
 * The arguments of the first form are for those who read {@code ps}; what to do comes over the
 * link, on descriptors 3 (read) and 4 (write). The second form trains an AOT cache, see {@link
 * Training}.
 */
public final class Main {
  private Main() {}

  /** Called by the JVM. */
  public static void main(String[] args) throws Throwable {
    long at = System.nanoTime();
    if (args.length == 2 && args[0].equals("--train")) {
      Training.train(args[1]);
      return;
    }
    Link<ToParent, ToChild> link;
    try {
      link = Link.toParent(new FileInputStream(descriptor(3)), new FileOutputStream(descriptor(4)));
    } catch (FileNotFoundException e) {
      System.err.println(
          "dev.firebreak.worker is started by a supervisor, which hands it a link on the"
              + " descriptors 3 and 4 ("
              + e.getMessage()
              + "). To start a program by hand: firebreak run");
      System.exit(Child.NOT_STARTED);
      return;
    }
    new Child(link).live(at);
  }

  static String descriptor(int number) {
    // Where there is no /proc, as on macOS, the same is called /dev/fd.
    String proc = "/proc/self/fd/" + number;
    return new java.io.File(proc).exists() ? proc : "/dev/fd/" + number;
  }
}
