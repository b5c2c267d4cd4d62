package dev.firebreak.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lines that {@link Stamp} wrote to its file. */
final class Stamps {
  private final Path file;

  Stamps(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** One start. */
  record Line(long pid, long at) {
    /** Milliseconds from a moment of the wall clock until this start's first line. */
    double since(long moment) {
      return (at - moment) / 1e6;
    }
  }

  List<Line> lines() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .map(line -> line.split(" ", -1))
        .map(words -> new Line(Long.parseLong(words[0]), Long.parseLong(words[1])))
        .toList();
  }

  /** Waits for the so-manieth start. */
  Line await(int count) throws Exception {
    Await.until("start " + count + " of a program", Await.LIMIT, () -> lines().size() >= count);
    return lines().get(count - 1);
  }
}
