package dev.firebreak.images;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The file in each cached image that says what it is: a properties file, written last, so that an
 * image without one is no image. It lists every file with its size; that finds a missing or
 * truncated one by looks at some eighty files, in under a millisecond.
 */
record Manifest(
    SortedSet<String> modules,
    List<String> keyed,
    Instant built,
    String jdk,
    Optional<String> fallback,
    Map<String, Long> sizes) {
  static final String NAME = "firebreak-image.properties";

  private static final String FILE = "file.";

  void write(Path home) throws IOException {
    Properties all = new Properties();
    all.setProperty("modules", String.join(" ", modules));
    all.setProperty("flags", String.join("\n", keyed));
    all.setProperty("built", built.toString());
    all.setProperty("jdk", jdk);
    fallback.ifPresent(why -> all.setProperty("fallback", why));
    sizes.forEach((file, size) -> all.setProperty(FILE + file, Long.toString(size)));
    try (Writer writer = Files.newBufferedWriter(home.resolve(NAME))) {
      all.store(writer, "What this cached runtime of Firebreak is; firebreak images list");
    }
  }

  /** Reads the manifest of a cached image; empty if there is none that can be read. */
  static Optional<Manifest> read(Path home) {
    Properties all = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve(NAME))) {
      all.load(reader);
      return Optional.of(
          new Manifest(
              new TreeSet<>(words(all.getProperty("modules"), " ")),
              words(all.getProperty("flags"), "\n"),
              Instant.parse(all.getProperty("built", "")),
              all.getProperty("jdk", ""),
              Optional.ofNullable(all.getProperty("fallback")),
              all.stringPropertyNames().stream()
                  .filter(name -> name.startsWith(FILE))
                  .collect(
                      Collectors.toMap(
                          name -> name.substring(FILE.length()),
                          name -> Long.valueOf(all.getProperty(name))))));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // the image counts as damaged and is built again
    }
  }

  /** Why the image in this folder is not what was built; empty if it is. */
  Optional<String> fault(Path home) {
    for (Map.Entry<String, Long> file : sizes.entrySet()) {
      try {
        long size = Files.size(home.resolve(file.getKey()));
        if (size != file.getValue()) {
          return Optional.of(
              "%s has %d bytes instead of %d".formatted(file.getKey(), size, file.getValue()));
        }
      } catch (IOException e) {
        return Optional.of(file.getKey() + " is missing");
      }
    }
    return sizes.isEmpty() ? Optional.of("its list of files is empty") : Optional.empty();
  }

  private static List<String> words(@Nullable String text, String separator) {
    return text == null || text.isEmpty() ? List.of() : List.of(text.split(separator));
  }
}
