package dev.firebreak.processes;

import dev.firebreak.confine.Descriptors;
import dev.firebreak.confine.Rings;
import dev.firebreak.images.Jdk;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What this machine offers to hold and to run children. */
public final class Machine {
  private Machine() {}

  /**
   * One part of it.
   *
   * @param name in a word or two
   * @param present whether it is there
   * @param says what it is made of here; or why it is missing and what that costs
   * @param mend the step that brings it; empty when it is there or nothing does
   */
  public record Part(String name, boolean present, String says, String mend) {}

  /** What holds children: sessions, signals, the guardian, descriptors. Takes a millisecond. */
  public static List<Part> parts() {
    return Rings.rings().stream()
        .map(ring -> new Part(ring.name(), ring.present(), ring.says(), ring.mend()))
        .toList();
  }

  /** The folder of the JDK that children's runtimes are made from. */
  public static Path jdk() {
    return Jdk.current().home();
  }

  /** Which build it is. */
  public static String jdkBuild() {
    return Jdk.current().build();
  }

  /** What that JDK lacks to build runtimes, with the next step; empty if nothing. */
  public static Optional<String> jdkLacks() {
    return Jdk.current().missing();
  }

  /** Open descriptors and their limit, in a sentence. */
  public static String descriptors() {
    return Descriptors.now().sentence();
  }
}
