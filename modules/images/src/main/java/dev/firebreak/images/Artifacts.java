package dev.firebreak.images;

import java.io.File;
import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Our own modules that a child boots with: jars, exploded folders, or copies of what lies in the
 * image that our own command runs in.
 *
 * @param paths a module path
 * @param digest of their content
 */
record Artifacts(List<Path> paths, String digest) {
  /** The child's root, which requires the others. */
  static final String WORKER = "dev.firebreak.worker";

  private static final List<String> MODULES =
      List.of("dev.firebreak.api", "dev.firebreak.link", WORKER);

  /** Finds them where this very program runs from. */
  static Artifacts locate(Path cache) throws IOException {
    List<Path> paths = new ArrayList<>();
    Fingerprint content = new Fingerprint();
    for (String module : MODULES) {
      Path found = path(module, cache);
      content.add(module).addContent(found);
      paths.add(found);
    }
    return new Artifacts(List.copyOf(paths), content.hex());
  }

  /** As the text of a module path option. */
  String modulePath() {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path path(String module, Path cache) throws IOException {
    ModuleLayer layer = Artifacts.class.getModule().getLayer();
    if (layer == null) {
      throw new IOException(
          "Firebreak is on the class path; put it on the module path (java -p), which it needs");
    }
    URI location =
        layer
            .configuration()
            .findModule(module)
            .map(ResolvedModule::reference)
            .flatMap(reference -> reference.location())
            .orElseThrow(() -> new IOException("the module " + module + " is not there"));
    return "jrt".equals(location.getScheme()) ? copied(module, location, cache) : Path.of(location);
  }

  /**
   * jlink takes no module out of another image; a copy in the cache, named by its content, does.
   */
  private static Path copied(String module, URI location, Path cache) throws IOException {
    Path source = Path.of(URI.create("jrt:/modules/" + module));
    if (!Files.isDirectory(source)) {
      source = Path.of(location);
    }
    String digest = new Fingerprint().addContent(source).hex();
    Path target = cache.resolve("modules").resolve(digest).resolve(module);
    if (!Files.isDirectory(target)) {
      Path folder = Files.createDirectories(target.getParent());
      Path copy = Files.createTempDirectory(folder, "copy");
      Trees.copy(source, copy);
      try {
        Files.move(copy, target);
      } catch (IOException e) {
        Trees.delete(copy); // another process was faster, or the next line says why not
        if (!Files.isDirectory(target)) {
          throw e;
        }
      }
    }
    return target;
  }
}
