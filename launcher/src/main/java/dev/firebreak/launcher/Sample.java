package dev.firebreak.launcher;

import dev.firebreak.processes.States;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The embedded sample: a file and the few classes that its children run, which are laid beside the
 * states of the user's supervisors so that the file works wherever it is printed to.
 */
final class Sample {
  private static final String FILE = "sample.toml";
  private static final List<String> CLASSES = List.of("SampleSteady", "SampleShaky");
  private static final String CLASS_PATH = "@CLASSES@";

  private Sample() {}

  static SpecFile read() {
    return SpecFile.parse(text(), Path.of("").toAbsolutePath(), "sample");
  }

  /** The file, with the place of its classes filled in. */
  static String text() {
    try {
      return new String(bytes(FILE), StandardCharsets.UTF_8)
          .replace(CLASS_PATH, classes().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("the sample cannot be laid out: " + e.getMessage(), e);
    }
  }

  private static Path classes() throws IOException {
    Path root = States.root().resolveSibling("firebreak-sample").resolve("classes");
    Path folder = root.resolve("dev/firebreak/launcher");
    Files.createDirectories(folder);
    for (String name : CLASSES) {
      Path part = Files.createTempFile(folder, name, ".part");
      Files.write(part, bytes(name + ".class"));
      Files.move(
          part,
          folder.resolve(name + ".class"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    return root;
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = Sample.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the launcher's jar has no " + name);
      }
      return in.readAllBytes();
    }
  }
}
