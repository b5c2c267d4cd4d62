package dev.firebreak.processes;

import dev.firebreak.api.Program;
import java.io.File;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the workers of a pool find the classes that whoever opens it has. */
final class CallerClasses {
  private CallerClasses() {}

  /**
   * The class path of this JVM for a caller on it; for a caller in a module the module path, with
   * that module as its root.
   *
   * @throws IllegalArgumentException if its classes are in no file; the message says what to do
   */
  static Program.Worker of(Class<?> caller) {
    Module module = caller.getModule();
    ModuleLayer layer = module.getLayer();
    if (layer == null) {
      return new Program.Worker(classPath(caller.getClassLoader()), List.of(), Optional.empty());
    }
    List<Path> path =
        layer == ModuleLayer.boot() ? property("jdk.module.path") : List.copyOf(locations(layer));
    ResolvedModule resolved =
        layer
            .configuration()
            .findModule(module.getName())
            .orElseThrow(() -> nowhere(caller, "is in no module of its layer"));
    boolean inImage =
        resolved.reference().location().map(URI::getScheme).filter("jrt"::equals).isPresent();
    if (inImage) {
      throw nowhere(caller, "is linked into the runtime image");
    }
    return new Program.Worker(List.of(), path, Optional.of(module.getName()));
  }

  private static IllegalArgumentException nowhere(Class<?> caller, String why) {
    return new IllegalArgumentException(
        "workers cannot find the classes of %s, which %s; say where they are:"
                .formatted(caller.getName(), why)
            + " PoolOptions.withProgram");
  }

  private static List<Path> classPath(ClassLoader loader) {
    Set<Path> all = new LinkedHashSet<>();
    for (ClassLoader at = loader; at instanceof URLClassLoader urls; at = at.getParent()) {
      for (URL url : urls.getURLs()) {
        if (url.getProtocol().equals("file")) {
          add(all, URI.create(url.toString()));
        }
      }
    }
    all.addAll(property("java.class.path"));
    return List.copyOf(all);
  }

  /** Entries that are there, made absolute, as a worker may have another working folder. */
  private static List<Path> property(String name) {
    List<Path> all = new ArrayList<>();
    for (String entry : System.getProperty(name, "").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (!entry.isEmpty() && Files.exists(path)) {
        all.add(path);
      }
    }
    return List.copyOf(all);
  }

  private static Set<Path> locations(ModuleLayer layer) {
    Set<Path> all = new LinkedHashSet<>();
    layer
        .configuration()
        .modules()
        .forEach(module -> module.reference().location().ifPresent(where -> add(all, where)));
    for (ModuleLayer parent : layer.parents()) {
      all.addAll(parent == ModuleLayer.boot() ? property("jdk.module.path") : locations(parent));
    }
    return all;
  }

  private static void add(Set<Path> all, URI where) {
    try {
      if ("file".equals(where.getScheme())) {
        all.add(Path.of(where));
      }
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      // No file here: what only it has is told as missing by the worker.
    }
  }
}
