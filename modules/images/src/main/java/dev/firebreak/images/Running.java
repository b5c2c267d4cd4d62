package dev.firebreak.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether some process runs from a folder, as Linux tells; it finds a child that has outlived
 * whoever started it, for as long as its guardian needs to end it.
 */
final class Running {
  private Running() {}

  static boolean any(Path home) {
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      Path real = home.toRealPath();
      for (Path process : processes) {
        if (runs(process, real)) {
          return true;
        }
      }
    } catch (IOException e) {
      // No /proc: the lock of whoever started a child is what there is.
    }
    return false;
  }

  private static boolean runs(Path process, Path home) {
    try {
      return Files.readSymbolicLink(process.resolve("exe")).startsWith(home);
    } catch (IOException e) {
      return false; // it has ended, or is somebody else's
    }
  }
}
