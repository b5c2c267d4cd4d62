package dev.firebreak.lab;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the rooms and libraries are that this test runs with. */
final class Rooms {
  private Rooms() {}

  /** What the lab requires of this test's class path, as a module path or class path of its own. */
  static String path() {
    Path[] all =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .toArray(Path[]::new);
    return Configuration.resolveAndBind(
            ModuleFinder.of(all),
            List.of(ModuleLayer.boot().configuration()),
            ModuleFinder.of(),
            Set.of("dev.firebreak.lab"))
        .modules()
        .stream()
        .map(ResolvedModule::reference)
        .map(reference -> Path.of(reference.location().orElseThrow()).toString())
        .sorted()
        .collect(Collectors.joining(File.pathSeparator));
  }
}
