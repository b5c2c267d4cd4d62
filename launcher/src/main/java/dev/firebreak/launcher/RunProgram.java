package dev.firebreak.launcher;

import dev.firebreak.api.Program;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The program that a command line of {@code firebreak run} names. */
record RunProgram(
    @Nullable String modulePath,
    @Nullable String module,
    @Nullable String classPath,
    @Nullable String jar,
    List<String> rest,
    Function<String, ? extends RuntimeException> misused) {

  Program read() {
    if (module != null && jar != null) {
      throw misused.apply("-m and -jar: keep one");
    }
    if (jar != null) {
      return new Program.Jar(there("-jar", jar), rest);
    }
    if (module != null) {
      if (modulePath == null) {
        throw misused.apply("-m %s needs -p, the path of modules".formatted(module));
      }
      int slash = module.indexOf('/');
      return new Program.Modular(
          path("-p", modulePath),
          slash < 0 ? module : module.substring(0, slash),
          slash < 0 ? Optional.empty() : Optional.of(module.substring(slash + 1)),
          rest);
    }
    if (rest.isEmpty()) {
      throw misused.apply("nothing to run: give -cp PATH CLASS, -jar JAR or -p PATH -m MODULE");
    }
    String path =
        Optional.ofNullable(classPath)
            .or(() -> Optional.ofNullable(System.getenv("CLASSPATH")))
            .orElse(".");
    return new Program.ClassPath(
        path("-cp", path), rest.getFirst().replace('/', '.'), rest.subList(1, rest.size()));
  }

  /** A name for it: the last part of the class, module or jar. */
  String name() {
    String title =
        jar != null
            ? String.valueOf(Path.of(jar).getFileName()).replaceFirst("\\.jar$", "")
            : module != null
                ? module.replaceFirst("/.*", "")
                : rest.isEmpty() ? "" : rest.getFirst();
    String last =
        module != null || jar != null ? title : title.substring(title.lastIndexOf('.') + 1);
    String clean = last.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return clean.isEmpty() ? "program" : clean.substring(0, Math.min(clean.length(), 64));
  }

  private List<Path> path(String option, String text) {
    List<Path> paths = new ArrayList<>();
    for (String part : text.split(File.pathSeparator, -1)) {
      if (part.equals("*") || part.endsWith("/*")) {
        paths.addAll(jars(option, part.substring(0, part.length() - 1)));
      } else {
        paths.add(there(option, part.isEmpty() ? "." : part));
      }
    }
    return paths;
  }

  private List<Path> jars(String option, String folder) {
    try (Stream<Path> files = Files.list(there(option, folder.isEmpty() ? "." : folder))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw misused.apply("%s: %s cannot be read: %s".formatted(option, folder, e.getMessage()));
    }
  }

  private Path there(String option, String text) {
    Path path = Path.of(text).toAbsolutePath().normalize();
    if (!Files.exists(path)) {
      throw misused.apply("%s: there is no %s".formatted(option, path));
    }
    return path;
  }
}
