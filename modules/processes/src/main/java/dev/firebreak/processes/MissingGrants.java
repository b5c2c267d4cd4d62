package dev.firebreak.processes;

import dev.firebreak.link.Thrown;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the grant that a program lacks when it fails on a class of the JDK. The JDK that the images
 * come from is asked, and only then: the image that runs this code need not hold the class.
 */
final class MissingGrants {
  private static final Pattern LOST =
      Pattern.compile("(?:ClassNotFoundException|NoClassDefFoundError): ([\\w.$/]+)");

  private final Path jdk;

  MissingGrants(Path jdk) {
    this.jdk = jdk;
  }

  /** The sentence to add to what was thrown, if a grant would have helped. */
  Optional<String> hint(Thrown thrown, Set<String> granted) {
    Matcher lost = LOST.matcher(thrown.type() + ": " + thrown.message() + "\n" + thrown.stack());
    while (lost.find()) {
      String name = lost.group(1).replace('/', '.');
      Optional<String> module = module(name).filter(found -> !granted.contains(found));
      if (module.isPresent()) {
        return Optional.of(
            "%s is in module %s, which was not granted: add --grant %s (or grants = [\"%s\"])"
                .formatted(name, module.get(), module.get(), module.get()));
      }
    }
    return Optional.empty();
  }

  private Optional<String> module(String name) {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String file = name.replace('.', '/') + ".class";
    try (FileSystem runtime =
        FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", jdk.toString()))) {
      Path folder = runtime.getPath("/packages", name.substring(0, dot));
      if (!Files.isDirectory(folder)) {
        return Optional.empty();
      }
      try (var modules = Files.list(folder)) {
        List<String> names = modules.map(path -> path.getFileName().toString()).toList();
        return names.stream()
            .filter(each -> Files.exists(runtime.getPath("/modules", each, file)))
            .findFirst();
      }
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // the exception itself is told anyway
    }
  }
}
