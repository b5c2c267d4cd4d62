package dev.firebreak.images;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** The modules, each with a class by which it is found where all of us are on a class path. */
  private static final Map<String, String> MODULES = modules();

  private static Map<String, String> modules() {
    Map<String, String> modules = new LinkedHashMap<>();
    modules.put("dev.firebreak.api", "Task");
    modules.put("dev.firebreak.link", "Link");
    modules.put(WORKER, "Main");
    return modules;
  }

  /** Finds them where this very program runs from. */
  static Artifacts locate(Path cache) throws IOException {
    List<Path> paths = new ArrayList<>();
    Fingerprint content = new Fingerprint();
    for (String module : MODULES.keySet()) {
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
      return onClassPath(module);
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

  /** The jar or folder on the class path, which is a module there too though nobody asks. */
  private static Path onClassPath(String module) throws IOException {
    String file = module.replace('.', '/') + "/" + MODULES.get(module) + ".class";
    URL found = Artifacts.class.getClassLoader().getResource(file);
    if (found == null) {
      throw new IOException("the jar of %s is not on the class path".formatted(module));
    }
    String text = found.toString();
    String root = text.substring(0, text.length() - file.length());
    boolean jar = root.startsWith("jar:file:") && root.endsWith("!/");
    if (!jar && !root.startsWith("file:")) {
      throw new IOException("%s is in no jar or folder, but in %s".formatted(module, root));
    }
    Path path = Path.of(URI.create(jar ? root.substring(4, root.length() - 2) : root));
    if (ModuleFinder.of(path).find(module).isEmpty()) {
      throw new IOException(
          "%s holds the classes of %s and not the module: jars of Firebreak cannot be merged into one"
              .formatted(path, module));
    }
    return path;
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
