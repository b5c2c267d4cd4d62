package dev.firebreak.bench;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The program that is started, under Firebreak and by plain java alike: the first thing it does is
 * to look at the clock. Uses java.base only, and little of it.
 *
 * <pre>Stamp FILE [stay]</pre>
 *
 * Appends a line "pid nanoseconds of the wall clock" to the file, then returns or stays for ever.
 */
public final class Stamp {
  private Stamp() {}

  /** Called by the JVM. */
  public static void main(String[] args) throws IOException, InterruptedException {
    long now = now();
    // One write: those who read the file never see half a line.
    byte[] line = (pid() + " " + now + "\n").getBytes(StandardCharsets.US_ASCII);
    try (FileOutputStream out = new FileOutputStream(args[0], true)) {
      out.write(line);
    }
    if (args.length > 1) {
      Thread.currentThread().join(); // which never ends: this thread waits for itself
    }
  }

  /** The wall clock, which all processes of a machine share. */
  static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
