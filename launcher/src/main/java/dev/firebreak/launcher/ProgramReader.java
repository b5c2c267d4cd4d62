package dev.firebreak.launcher;

import dev.firebreak.api.Program;
import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a child runs, and sees that its files are there. */
final class ProgramReader {
  private static final List<String> KINDS = List.of("module-path", "class-path", "jar");
  private final Section section;
  private final Faults faults;
  private final Path base;

  ProgramReader(Section section, Path base) {
    this.section = section;
    this.faults = section.faults();
    this.base = base;
  }

  Optional<Program> read() {
    section.expect(KINDS);
    List<String> arguments = section.texts("args").orElse(List.of());
    Optional<String> main = section.text("main");
    List<String> kinds = KINDS.stream().filter(section::hasOwn).toList();
    if (kinds.isEmpty()) {
      kinds = KINDS.stream().filter(section::has).toList();
    }
    if (kinds.isEmpty()) {
      faults.missing(
          section.head(),
          "[%s] runs nothing: give jar, class-path and main, or module-path and main",
          section.path());
      return Optional.empty();
    }
    if (kinds.size() > 1) {
      boolean later = section.at(kinds.get(1)).line() > section.at(kinds.get(0)).line();
      faults.add(
          section.at(kinds.get(later ? 1 : 0)),
          "[%s] has %s (line %d) and %s (line %d): keep one",
          section.path(),
          kinds.get(0),
          section.at(kinds.get(0)).line(),
          kinds.get(1),
          section.at(kinds.get(1)).line());
      return Optional.empty();
    }
    return switch (kinds.getFirst()) {
      case "jar" -> jar(main, arguments);
      case "class-path" -> classPath(main, arguments);
      default -> modular(main, arguments);
    };
  }

  private Optional<Program> jar(Optional<String> main, List<String> arguments) {
    if (main.isPresent() && section.hasOwn("main")) {
      faults.add(
          section.at("main"),
          "[%s] main (line %d) beside jar (line %d): a jar names its main class itself; use"
              + " class-path for another one",
          section.path(),
          section.at("main").line(),
          section.at("jar").line());
    }
    Optional<Path> jar = section.text("jar").flatMap(text -> file("jar", text));
    if (jar.isPresent() && !namesMain(jar.get())) {
      return Optional.empty();
    }
    return jar.map(path -> new Program.Jar(path, arguments));
  }

  private boolean namesMain(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      if (file.getManifest() != null
          && file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) != null) {
        return true;
      }
      faults.add(
          section.at("jar"),
          "[%s] jar: the manifest of %s has no Main-Class; use class-path and main",
          section.path(),
          jar);
    } catch (IOException e) {
      faults.add(
          section.at("jar"), "[%s] jar: %s is no jar: %s", section.path(), jar, e.getMessage());
    }
    return false;
  }

  private Optional<Program> classPath(Optional<String> main, List<String> arguments) {
    Optional<List<Path>> paths = paths("class-path");
    if (main.isEmpty()) {
      faults.missing(
          section.at("class-path"),
          "[%s] has class-path (line %d) but no main: name the class to run",
          section.path(),
          section.at("class-path").line());
      return Optional.empty();
    }
    if (main.get().indexOf('/') >= 0) {
      faults.add(
          section.at("main"),
          "[%s] main = \"%s\" (line %d) names a module, but there is a class-path (line %d); use"
              + " module-path",
          section.path(),
          main.get(),
          section.at("main").line(),
          section.at("class-path").line());
      return Optional.empty();
    }
    return paths.map(all -> new Program.ClassPath(all, main.get(), arguments));
  }

  private Optional<Program> modular(Optional<String> main, List<String> arguments) {
    Optional<List<Path>> paths = paths("module-path");
    if (main.isEmpty()) {
      faults.missing(
          section.at("module-path"),
          "[%s] has module-path (line %d) but no main: give \"module\" or \"module/class\"",
          section.path(),
          section.at("module-path").line());
      return Optional.empty();
    }
    int slash = main.get().indexOf('/');
    String module = slash < 0 ? main.get() : main.get().substring(0, slash);
    Optional<String> mainClass =
        slash < 0 ? Optional.empty() : Optional.of(main.get().substring(slash + 1));
    if (paths.isPresent() && !holds(paths.get(), module, mainClass)) {
      return Optional.empty();
    }
    return paths.map(all -> new Program.Modular(all, module, mainClass, arguments));
  }

  private boolean holds(List<Path> paths, String module, Optional<String> mainClass) {
    try {
      ModuleFinder finder = ModuleFinder.of(paths.toArray(Path[]::new));
      Optional<ModuleReference> found = finder.find(module);
      if (found.isEmpty()) {
        List<String> names =
            finder.findAll().stream().map(one -> one.descriptor().name()).sorted().toList();
        faults.add(
            section.at("main"),
            "[%s] main = \"%s\" (line %d): the module-path (line %d) holds no module %s%s",
            section.path(),
            module,
            section.at("main").line(),
            section.at("module-path").line(),
            module,
            names.isEmpty() ? ", nor any other" : "; it holds " + String.join(", ", names));
        return false;
      }
      if (mainClass.isEmpty() && found.get().descriptor().mainClass().isEmpty()) {
        faults.add(
            section.at("main"),
            "[%s] main = \"%s\": that module names no main class; write %s/CLASS",
            section.path(),
            module,
            module);
        return false;
      }
      return true;
    } catch (FindException e) {
      faults.add(section.at("module-path"), "[%s] module-path: %s", section.path(), e.getMessage());
      return false;
    }
  }

  private Optional<List<Path>> paths(String key) {
    Optional<List<String>> texts = section.texts(key);
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    List<Path> paths = new ArrayList<>();
    boolean whole = true;
    for (String text : texts.get()) {
      if (text.equals("*") || text.endsWith("/*")) {
        paths.addAll(jars(key, text.substring(0, text.length() - 1)));
        continue;
      }
      Optional<Path> path = file(key, text);
      path.ifPresent(paths::add);
      whole &= path.isPresent();
    }
    return whole ? Optional.of(paths) : Optional.empty();
  }

  private List<Path> jars(String key, String folder) {
    try (Stream<Path> files = Files.list(base.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      faults.add(
          section.at(key), "[%s] %s: cannot read %s", section.path(), key, base.resolve(folder));
      return List.of();
    }
  }

  private Optional<Path> file(String key, String text) {
    @Nullable Path path = null;
    try {
      String home = System.getProperty("user.home", "");
      path = base.resolve(text.startsWith("~/") ? home + text.substring(1) : text).normalize();
    } catch (InvalidPathException e) {
      faults.add(section.at(key), "[%s] %s: \"%s\" is no path", section.path(), key, text);
      return Optional.empty();
    }
    if (!Files.exists(path)) {
      faults.add(
          section.at(key),
          "[%s] %s: there is no %s (relative paths begin at the file's folder)",
          section.path(),
          key,
          path);
      return Optional.empty();
    }
    return Optional.of(path);
  }
}
