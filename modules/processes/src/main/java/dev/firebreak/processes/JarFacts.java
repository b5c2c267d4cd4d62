package dev.firebreak.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What a runnable jar says of itself, as {@code java -jar} reads it.
 *
 * @param mainClass its Main-Class
 * @param classPath the jar and what its Class-Path names and is there
 * @param opens its Add-Opens, as {@code module/package}
 * @param exports its Add-Exports, as {@code module/package}
 * @param notice what it asks for and does not get, for people
 */
record JarFacts(
    String mainClass,
    List<Path> classPath,
    List<String> opens,
    List<String> exports,
    Optional<String> notice) {

  static JarFacts read(Path jar) throws Refusal {
    if (!Files.isRegularFile(jar)) {
      throw new Refusal("there is no jar %s; check the path".formatted(jar.toAbsolutePath()));
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      String mainClass = main.getValue(Attributes.Name.MAIN_CLASS);
      if (mainClass == null) {
        throw new Refusal(
            "%s names no Main-Class in its manifest; run it as -cp %s CLASS".formatted(jar, jar));
      }
      return new JarFacts(
          mainClass.strip(),
          classPath(jar, words(main, "Class-Path")),
          words(main, "Add-Opens"),
          words(main, "Add-Exports"),
          notice(jar, main));
    } catch (IOException e) {
      throw new Refusal("%s is no readable jar: %s".formatted(jar, e.getMessage()), e);
    }
  }

  private static List<String> words(Attributes attributes, String name) {
    String value = attributes.getValue(name);
    return value == null || value.isBlank() ? List.of() : List.of(value.strip().split("\\s+"));
  }

  private static List<Path> classPath(Path jar, List<String> named) {
    List<Path> all = new ArrayList<>(List.of(jar));
    for (String each : named) {
      try {
        Path entry = Path.of(jar.toAbsolutePath().toUri().resolve(each));
        if (Files.exists(entry)) {
          all.add(entry);
        }
      } catch (IllegalArgumentException e) {
        // No file: the class loader skips it as well.
      }
    }
    return List.copyOf(all);
  }

  private static Optional<String> notice(Path jar, Attributes main) {
    List<String> asked = new ArrayList<>();
    if (main.getValue("Enable-Native-Access") != null) {
      asked.add("native access (Enable-Native-Access)");
    }
    if (main.getValue("Launcher-Agent-Class") != null) {
      asked.add("an agent (Launcher-Agent-Class)");
    }
    return asked.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s asks in its manifest for %s, which only a grant gives"
                .formatted(jar.getFileName(), String.join(" and ", asked)));
  }
}
