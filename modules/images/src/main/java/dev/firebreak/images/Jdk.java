package dev.firebreak.images;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * An installed JDK.
 *
 * @param home its folder
 * @param build which one it is: {@code 25.0.3+9-LTS}, or "unknown build" without a release file
 */
public record Jdk(Path home, String build) {
  /** The system property that names the JDK whose tools build images. */
  public static final String PROPERTY = "firebreak.jdk";

  /** The environment variable of the same meaning; the property goes before it. */
  public static final String VARIABLE = "FIREBREAK_JDK";

  /**
   * The JDK that images are made from: the one that {@value #PROPERTY} or {@value #VARIABLE} names
   * (our own command runs in an image without tools and is told by its script), else the one that
   * runs this code.
   */
  public static Jdk current() {
    String named = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    if (named != null && !named.isBlank()) {
      return at(Path.of(named));
    }
    return at(Path.of(System.getProperty("java.home")));
  }

  /** The JDK in a folder, as its release file tells now. */
  public static Jdk at(Path home) {
    Properties release = new Properties();
    try {
      release.load(new StringReader(Files.readString(home.resolve("release"))));
    } catch (IOException | IllegalArgumentException e) {
      // A JDK without a readable release file is known by the stamps of its files alone.
    }
    String build = release.getProperty("JAVA_RUNTIME_VERSION", "unknown build").replace("\"", "");
    return new Jdk(home.toAbsolutePath().normalize(), build);
  }

  /** Its {@code java} command. */
  public Path java() {
    return home.resolve("bin").resolve(command("java"));
  }

  /** One of its tools, if it is there: a runtime without development tools has no jlink. */
  public Optional<Path> tool(String name) {
    Path tool = home.resolve("bin").resolve(command(name));
    return Files.isExecutable(tool) ? Optional.of(tool) : Optional.empty();
  }

  /** What is missing here to build images and to find a class path's modules; empty if nothing. */
  public Optional<String> missing() {
    boolean link = tool("jlink").isPresent();
    boolean deps = tool("jdeps").isPresent();
    if (link && deps) {
      return Optional.empty();
    }
    String tools = !link && !deps ? "jlink and jdeps" : link ? "jdeps" : "jlink";
    return Optional.of(
        "the Java runtime in %s has no %s; name a full JDK 25 with %s"
            .formatted(home, tools, VARIABLE));
  }

  static String command(String name) {
    return System.getProperty("os.name").startsWith("Windows") ? name + ".exe" : name;
  }
}
