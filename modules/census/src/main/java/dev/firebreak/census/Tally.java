package dev.firebreak.census;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers of one module.
 *
 * @param module its name
 * @param by who counted it; not compared
 * @param classes class files
 * @param bytes their size
 * @param methods of all classes
 * @param fields of all classes
 * @param instructions in all methods
 * @param calls how many of the instructions call a method
 * @param faults what the verifier found wrong
 * @param sha256 over the names and bytes of the class files, in the order of their paths
 */
public record Tally(
    String module,
    String by,
    long classes,
    long bytes,
    long methods,
    long fields,
    long instructions,
    long calls,
    long faults,
    String sha256) {
  private static final String SUFFIX = ".tally";

  /** Each number by its name, in a fixed order: all that a comparison compares. */
  public SortedMap<String, String> numbers() {
    SortedMap<String, String> numbers = new TreeMap<>();
    numbers.put("classes", Long.toString(classes));
    numbers.put("bytes", Long.toString(bytes));
    numbers.put("methods", Long.toString(methods));
    numbers.put("fields", Long.toString(fields));
    numbers.put("instructions", Long.toString(instructions));
    numbers.put("calls", Long.toString(calls));
    numbers.put("faults", Long.toString(faults));
    numbers.put("sha256", sha256);
    return numbers;
  }

  /**
   * Publishes it as {@code MODULE.tally}: written beside and renamed, so that a reader, and a
   * restarted writer, sees all of it or nothing.
   */
  public void publish(Path folder) throws IOException {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("by", by);
    lines.putAll(numbers());
    StringBuilder text = new StringBuilder();
    lines.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    Path draft = folder.resolve(module + ".draft-" + ProcessHandle.current().pid());
    Files.writeString(draft, text);
    Files.move(draft, folder.resolve(module + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether a module was published. */
  public static boolean published(Path folder, String module) {
    return Files.exists(folder.resolve(module + SUFFIX));
  }

  /** Reads what was published for a module, if it was. */
  public static Optional<Tally> read(Path folder, String module) throws IOException {
    Path file = folder.resolve(module + SUFFIX);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int sign = line.indexOf('=');
      if (sign > 0) {
        values.put(line.substring(0, sign), line.substring(sign + 1));
      }
    }
    try {
      return Optional.of(
          new Tally(
              module,
              text(values, "by"),
              number(values, "classes"),
              number(values, "bytes"),
              number(values, "methods"),
              number(values, "fields"),
              number(values, "instructions"),
              number(values, "calls"),
              number(values, "faults"),
              text(values, "sha256")));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s is no tally: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Reads all that was published, by module. */
  public static SortedMap<String, Tally> readAll(Path folder) throws IOException {
    SortedMap<String, Tally> all = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        String module = name.substring(0, name.length() - SUFFIX.length());
        read(folder, module).ifPresent(tally -> all.put(module, tally));
      }
    }
    return all;
  }

  private static String text(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("it has no " + key);
    }
    return value;
  }

  private static long number(Map<String, String> values, String key) {
    return Long.parseLong(text(values, key));
  }
}
