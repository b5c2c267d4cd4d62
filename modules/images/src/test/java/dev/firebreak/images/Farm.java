package dev.firebreak.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A JDK that a test may damage: links to the files of the real one, and copies of a few. */
final class Farm {
  private Farm() {}

  static Jdk plant(Path target) throws IOException {
    Path home = Jdk.at(Path.of(System.getProperty("java.home"))).home();
    // The JVM finds its home by where these really are.
    List<String> copied = List.of("lib/libjli.so", "lib/libjava.so", "lib/server/libjvm.so");
    try (var paths = Files.walk(home)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path relative = home.relativize(path);
        Path to = target.resolve(relative.toString());
        boolean own = relative.startsWith("bin") || relative.startsWith("conf");
        if (Files.isDirectory(path)) {
          Files.createDirectories(to);
        } else if (own || copied.contains(relative.toString())) {
          Files.copy(path, to);
        } else {
          Files.createSymbolicLink(to, path.toRealPath());
        }
      }
    }
    return Jdk.at(target);
  }
}
