package dev.firebreak.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is read once in a program for all caches that it opens, as each pool opens one: the modules
 * of a JDK, 25 ms of descriptors, and the digest of our own jars. Both are read again when what
 * they were read from has changed.
 */
final class Known {
  private static final Map<Place, Known> ALL = new ConcurrentHashMap<>();

  private record Place(Path home, Path folder) {}

  private final Path folder;
  private final Path home;
  private final Installed installed;
  private @Nullable Artifacts artifacts;
  private @Nullable SystemModules modules;
  private String modulesOf = "";

  private Known(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
    this.installed = new Installed(home);
  }

  /** Of the JDK in a folder, and a folder of images. */
  static Known of(Path home, Path folder) {
    return ALL.computeIfAbsent(new Place(home, folder), _ -> new Known(home, folder));
  }

  Installed.State now() throws IOException {
    return installed.now();
  }

  synchronized Artifacts artifacts() throws IOException {
    if (artifacts == null || !artifacts.paths().stream().allMatch(Files::exists)) {
      artifacts = Artifacts.locate(folder);
    }
    return artifacts;
  }

  synchronized SystemModules modules() throws IOException {
    String now = installed.now().digest();
    if (modules == null || !now.equals(modulesOf)) {
      modules = new SystemModules(home);
      modulesOf = now;
    }
    return modules;
  }
}
