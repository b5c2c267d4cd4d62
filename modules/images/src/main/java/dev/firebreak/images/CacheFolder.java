package dev.firebreak.images;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where images are kept when nobody says so: where each system wants what can be built again. */
final class CacheFolder {
  /** The environment variable that names another folder. */
  static final String VARIABLE = "FIREBREAK_CACHE";

  private CacheFolder() {}

  static Path of(Map<String, String> environment, Function<String, @Nullable String> properties) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return Path.of(named).toAbsolutePath();
    }
    String system = String.valueOf(properties.apply("os.name"));
    Path home = Path.of(String.valueOf(properties.apply("user.home")));
    if (system.startsWith("Windows")) {
      String local = environment.getOrDefault("LOCALAPPDATA", "");
      return (local.isBlank() ? home.resolve("AppData").resolve("Local") : Path.of(local))
          .resolve("firebreak")
          .resolve("cache");
    }
    if (system.startsWith("Mac")) {
      return home.resolve("Library").resolve("Caches").resolve("firebreak");
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The XDG rules say to ignore a relative one.
    return (xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".cache")).resolve("firebreak");
  }
}
