package dev.firebreak.worker;

import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
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
 *
 * <p>What a program can see that differs from plain java, and why; AsPlainJavaTest holds the rest
 * against it:
 *
 * <table>
 * <caption>Differences</caption>
 * <tr><th>What</th><th>Why</th></tr>
 * <tr><td>{@code Thread.getDefaultUncaughtExceptionHandler()} is not null</td>
 *     <td>It tells the supervisor. It prints the same, and a program may replace it.</td></tr>
 * <tr><td>Uncaught OutOfMemoryError in any thread ends the JVM, with status 3</td>
 *     <td>The JVM's own flag for that does not see direct buffers, threads and Java code.</td></tr>
 * <tr><td>Three daemon threads, firebreak-link, firebreak-beat and at the end firebreak-leaving, in
 *     the group system</td>
 *     <td>Somebody has to listen. The group main is as it was.</td></tr>
 * <tr><td>A stack that main takes of itself ends in the worker's frames</td>
 *     <td>Only what leaves main is trimmed.</td></tr>
 * <tr><td>{@code Runtime.halt} takes up to 0.3 s longer</td>
 *     <td>HotSpot waits for a thread in native code, see Listener.</td></tr>
 * <tr><td>A modular program's loader is not the system loader; services and handlers that the JDK
 *     looks up there alone (file systems, java.util.logging handlers by class name) are not
 *     found</td>
 *     <td>It has a layer of its own, so that it sees what it was granted.</td></tr>
 * <tr><td>{@code --add-exports} of a package of the JDK opens it, for a modular program</td>
 *     <td>An export cannot be handed on, an opening can.</td></tr>
 * <tr><td>{@code --add-opens} or {@code --add-exports} of what is not there is an error, not a
 *     warning</td>
 *     <td>Standard error is the program's; the supervisor prints the sentence.</td></tr>
 * <tr><td>A class that is a Task is run as one, also where it has a main</td>
 *     <td>That is what it asks for.</td></tr>
 * <tr><td>Descriptors 3 and 4 are open</td><td>They are the link.</td></tr>
 * </table>
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
    int status = new Child(link(in, out), in).live(at);
    if (status != Child.OPEN) {
      System.exit(status);
    }
  }

  private static Link<ToParent, ToChild> link(File in, File out) throws IOException {
    try {
      return Link.toParent(
          new FileInputStream(Inside.inherited(IN)), new FileOutputStream(Inside.inherited(OUT)));
    } catch (LinkageError e) {
      return Link.toParent(new FileInputStream(in), new FileOutputStream(out));
    }
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
