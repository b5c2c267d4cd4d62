package dev.firebreak.census;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The same work as a plain program, one module after the other, to compare with.
 *
 * <p>Arguments: the JDK's home and the folder to publish in. Each line of stdout says how many
 * class files are counted.
 */
public final class Plain {
  /** How many class files lie between two lines. */
  private static final int EVERY = 250;

  private Plain() {}

  /** Counts all modules of a JDK. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("arguments: the JDK's home and a folder");
    }
    Path folder = Path.of(arguments[1]);
    int[] counted = {0};
    try (Jdk jdk = Jdk.open(Path.of(arguments[0]))) {
      Counter counter = new Counter(jdk);
      for (String module : jdk.modules()) {
        var tally =
            counter.count(
                module,
                "plain",
                () -> {
                  if (++counted[0] % EVERY == 0) {
                    System.out.println(counted[0]);
                  }
                  return true;
                });
        tally.orElseThrow().publish(folder);
      }
    }
    System.out.println(counted[0]);
  }
}
