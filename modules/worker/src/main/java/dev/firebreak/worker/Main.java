package dev.firebreak.worker;

import dev.firebreak.link.Link;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import org.jspecify.annotations.Nullable;

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
  /** The descriptors of the link. */
  private static final int IN = 3;

  private static final int OUT = 4;

  private Main() {}

  /** Called by the JVM. */
  public static void main(String[] args) throws Throwable {
    long at = System.nanoTime();
    if (args.length == 2 && args[0].equals("--train")) {
      Training.train(args[1]);
      return;
    }
    File in = descriptor(IN);
    File out = descriptor(OUT);
    if (in == null || out == null) {
      System.err.println(
          "dev.firebreak.worker is started by a supervisor, which hands it a link on the"
              + " descriptors 3 and 4. To start a program by hand: firebreak run");
      System.exit(Child.NOT_STARTED);
      return;
    }
    new Child(Link.toParent(new FileInputStream(in), new FileOutputStream(out)), in).live(at);
  }

  /**
   * The file by which a descriptor is opened once more; null if it is not of the kind that a
   * supervisor hands down. In a JVM started by hand 3 and 4 are the JDK's own files, and opening
   * one for writing would empty it.
   */
  private static @Nullable File descriptor(int number) {
    File file = new File("/proc/self/fd/" + number);
    if (!file.exists()) {
      // Where there is no /proc, as on macOS, the same is called /dev/fd.
      file = new File("/dev/fd/" + number);
    }
    return file.exists() && !file.isFile() && !file.isDirectory() ? file : null;
  }
}
