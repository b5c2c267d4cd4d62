package dev.firebreak.census;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * An accident that a child is to have, for a demo or a test.
 *
 * @param kind which
 * @param after how many class files of its share are counted first, over all generations
 */
public record Fault(Kind kind, int after) {
  private static final int MEGABYTES = 1 << 17; // of longs

  /** What can happen to a program. */
  public enum Kind {
    /** It ends its JVM at once with status 42: no shutdown hook runs. */
    HALT,
    /** It fills its heap. */
    HEAP,
    /** It stops to do anything, but does not end. */
    HANG
  }

  /** Lays the fault ready for a child: it takes the file away and then has the accident, once. */
  public void plant(Path folder, String child) throws IOException {
    Files.writeString(file(folder, child), kind.name().toLowerCase(Locale.ROOT) + " " + after);
  }

  /** The fault that lies ready for a child. */
  static Optional<Fault> planted(Path folder, String child) throws IOException {
    Path file = file(folder, child);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] words = Files.readString(file).strip().split(" ", -1);
    if (words.length != 2) {
      throw new IOException("%s: write it as: halt 1000".formatted(file));
    }
    return Optional.of(
        new Fault(Kind.valueOf(words[0].toUpperCase(Locale.ROOT)), Integer.parseInt(words[1])));
  }

  /** Lets it happen. It does not come back from a hang, nor from a halt. */
  void happen(Path folder, String child) throws IOException {
    Files.delete(file(folder, child));
    switch (kind) {
      case HALT -> Runtime.getRuntime().halt(42);
      case HEAP -> fill();
      case HANG -> hang();
    }
  }

  private static void fill() {
    List<long[]> held = new ArrayList<>();
    while (!held.isEmpty() || held.add(new long[1])) {
      held.add(new long[MEGABYTES]);
    }
  }

  private static void hang() {
    while (true) {
      LockSupport.park();
    }
  }

  private static Path file(Path folder, String child) {
    return folder.resolve(child + ".fault");
  }
}
