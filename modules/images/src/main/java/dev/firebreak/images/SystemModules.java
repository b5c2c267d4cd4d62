package dev.firebreak.images;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The modules of a JDK, by their descriptors: also of one that does not run this code. */
final class SystemModules {
  private final SortedMap<String, ModuleDescriptor> descriptors = new TreeMap<>();

  /** Reads some seventy descriptors. */
  SystemModules(Path home) throws IOException {
    try (FileSystem runtime =
            FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString()));
        var modules = Files.list(runtime.getPath("/modules"))) {
      for (Path module : (Iterable<Path>) modules::iterator) {
        try (InputStream in = Files.newInputStream(module.resolve("module-info.class"))) {
          ModuleDescriptor descriptor = ModuleDescriptor.read(in);
          descriptors.put(descriptor.name(), descriptor);
        }
      }
    }
  }

  boolean has(String module) {
    return descriptors.containsKey(module);
  }

  SortedSet<String> names() {
    return new TreeSet<>(descriptors.keySet());
  }

  /** These modules and all that they require, java.base always; unknown ones are left out. */
  SortedSet<String> closure(Collection<String> roots) {
    NavigableSet<String> closure = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    open.add("java.base");
    while (!open.isEmpty()) {
      String name = open.remove();
      ModuleDescriptor descriptor = descriptors.get(name);
      if (descriptor != null && closure.add(name)) {
        descriptor.requires().stream()
            .filter(r -> !r.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
            .forEach(r -> open.add(r.name()));
      }
    }
    return closure;
  }

  /**
   * The modules that provide a service which these modules use and that need nothing more than
   * these: time zones' and locales' texts, further charsets, the zip file system and the like.
   * Plain {@code java} has them without anybody saying so.
   */
  SortedSet<String> providers(SortedSet<String> modules) {
    NavigableSet<String> all = new TreeSet<>(modules);
    boolean grown = true;
    while (grown) {
      grown = false;
      NavigableSet<String> used = new TreeSet<>();
      descriptors.values().stream()
          .filter(descriptor -> all.contains(descriptor.name()))
          .forEach(descriptor -> used.addAll(descriptor.uses()));
      for (ModuleDescriptor descriptor : descriptors.values()) {
        boolean serves = descriptor.provides().stream().anyMatch(p -> used.contains(p.service()));
        if (serves
            && !all.contains(descriptor.name())
            && descriptor.requires().stream().allMatch(r -> all.contains(r.name()))) {
          grown = all.add(descriptor.name());
        }
      }
    }
    all.removeAll(modules);
    return all;
  }
}
