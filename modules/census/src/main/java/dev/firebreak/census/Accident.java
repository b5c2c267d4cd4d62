package dev.firebreak.census;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * An accident that a child is to have, for a demo or a test. Accidents lie ready in the file {@code
 * CHILD.accidents} of the folder in which the child publishes, one a line, such as {@code halt
 * 1000}; the child crosses a line out before it lets it happen, so that each happens once.
 *
 * @param kind which
 * @param after how many class files of its share are counted first, over all generations
 */
public record Accident(Kind kind, long after) {
  private static final int MEGABYTE = 1 << 17; // in longs

  /** What can happen to a program. */
  public enum Kind {
    /** It ends its JVM at once with status 42: no shutdown hook runs. */
    HALT,
    /** It fills its heap. */
    HEAP,
    /** It does nothing any more, and does not end. */
    HANG
  }

  /** Lays accidents ready for a child, the first first. */
  public static void plant(Path folder, String child, List<Accident> accidents) throws IOException {
    Path draft = folder.resolve(child + ".accidents-draft");
    Files.write(draft, accidents.stream().map(Accident::line).toList());
    Files.move(draft, file(folder, child), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The accidents that lie ready for a child. */
  public static List<Accident> planted(Path folder, String child) throws IOException {
    Path file = file(folder, child);
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Accident> accidents = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      accidents.add(
          parse(line)
              .orElseThrow(() ->
                  new IOException(
                      "%s: \"%s\" is no accident; write it as: halt 1000, heap 1000 or hang 1000"
                          .formatted(file, line))));
    }
    return accidents;
  }

  /** Lets the first accident of a child happen. It does not come back. */
  static void happen(Path folder, String child) throws IOException {
    List<Accident> accidents = planted(folder, child);
    plant(folder, child, accidents.subList(1, accidents.size()));
    switch (accidents.getFirst().kind()) {
      case HALT -> Runtime.getRuntime().halt(42);
      case HEAP -> fill();
      case HANG -> hang();
    }
  }

  private static void fill() {
    List<long[]> held = new ArrayList<>();
    while (held.size() < Integer.MAX_VALUE) {
      held.add(new long[MEGABYTE]);
    }
  }

  private static void hang() {
    while (true) {
      LockSupport.park();
    }
  }

  private static Optional<Accident> parse(String line) {
    String[] words = line.strip().split(" ", -1);
    if (words.length == 2 && words[1].matches("[0-9]{1,9}")) {
      for (Kind kind : Kind.values()) {
        if (kind.name().equalsIgnoreCase(words[0])) {
          return Optional.of(new Accident(kind, Long.parseLong(words[1])));
        }
      }
    }
    return Optional.empty();
  }

  private String line() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + after;
  }

  private static Path file(Path folder, String child) {
    return folder.resolve(child + ".accidents");
  }
}
