package dev.firebreak.images;

import java.io.File;
import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which modules of the JDK a program needs if nobody granted it any: what its module requires, or,
 * for class paths and automatic modules, what jdeps finds in their classes.
 */
public final class DefaultGrants {
  /**
   * What programs on a class path often reach only by name: {@code java.logging} as each logging
   * library's way out, {@code java.management} for metrics, {@code jdk.unsupported} for {@code
   * sun.misc.Unsafe}. With them come the providers of services that need nothing more: further
   * charsets, the texts of locales, the zip file system.
   */
  static final List<String> BASE =
      List.of("java.base", "java.logging", "java.management", "jdk.unsupported");

  /** How to read a JDK's modules. */
  interface Modules {
    SystemModules read() throws IOException;
  }

  /**
   * An answer.
   *
   * @param modules grants
   * @param explanation one line that says where they come from
   */
  public record Derived(SortedSet<String> modules, String explanation) {}

  private final Jdk jdk;
  private final Path answers;
  private final Modules system;

  DefaultGrants(Jdk jdk, Path answers, Modules system) {
    this.jdk = jdk;
    this.answers = answers;
    this.system = system;
  }

  /**
   * What a module requires of the JDK, through all modules of the path that it needs or that
   * provide services to them. Only descriptors are read, unless there are automatic modules among
   * them: these say nothing of what they need, so jdeps reads their classes.
   *
   * @param modulePath jars, exploded modules and folders of them
   * @param module the module that is run
   * @throws ImageException if the module is not on the path, or jdeps fails
   */
  public Derived ofModular(List<Path> modulePath, String module) throws ImageException {
    try {
      SystemModules known = system.read();
      Map<String, ModuleReference> found = resolve(modulePath, module);
      Set<String> wanted = new TreeSet<>();
      List<Path> automatic = new ArrayList<>();
      for (ModuleReference reference : found.values()) {
        ModuleDescriptor descriptor = reference.descriptor();
        if (descriptor.isAutomatic()) {
          reference.location().map(Path::of).ifPresent(automatic::add);
        }
        required(descriptor).stream().filter(known::has).forEach(wanted::add);
      }
      if (automatic.isEmpty()) {
        return new Derived(
            known.closure(wanted),
            "granted what %s requires: %s".formatted(module, String.join(", ", wanted)));
      }
      wanted.addAll(analysed(automatic, known));
      SortedSet<String> closure = withBase(wanted, known);
      return new Derived(
          closure,
          "granted what %s requires, what jdeps finds in its automatic modules, and the base set: %s"
              .formatted(module, String.join(", ", closure)));
    } catch (IOException | FindException e) {
      throw failed(module, e);
    }
  }

  /**
   * What jdeps finds in the classes of a class path, for this Java's version of multi-release jars,
   * and the base set. Takes a second or more; the answer is kept for as long as the files stay the
   * same.
   *
   * @throws ImageException if jdeps is missing or fails
   */
  public Derived ofClassPath(List<Path> classPath) throws ImageException {
    try {
      SystemModules known = system.read();
      SortedSet<String> closure = withBase(analysed(classPath, known), known);
      return new Derived(
          closure,
          "granted what jdeps finds in the class path, and the base set: "
              + String.join(", ", closure));
    } catch (IOException e) {
      throw failed("the class path", e);
    }
  }

  private static SortedSet<String> withBase(Set<String> wanted, SystemModules known) {
    Set<String> all = new TreeSet<>(wanted);
    BASE.stream().filter(known::has).forEach(all::add);
    SortedSet<String> closure = known.closure(all);
    closure.addAll(known.providers(closure));
    return closure;
  }

  /** The modules of the path that a program needs, with the providers of what they use. */
  private static Map<String, ModuleReference> resolve(List<Path> path, String root)
      throws ImageException {
    ModuleFinder finder = ModuleFinder.of(path.toArray(Path[]::new));
    if (finder.find(root).isEmpty()) {
      throw new ImageException(
          "the module %s is not on the module path %s; modules there: %s"
              .formatted(
                  root,
                  path,
                  finder.findAll().stream()
                      .map(reference -> reference.descriptor().name())
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    Map<String, ModuleReference> found = new LinkedHashMap<>();
    Set<String> used = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      String name = open.remove();
      ModuleReference reference = finder.find(name).orElse(null);
      if (reference == null || found.putIfAbsent(name, reference) != null) {
        continue;
      }
      open.addAll(required(reference.descriptor()));
      used.addAll(reference.descriptor().uses());
      boolean opaque = reference.descriptor().isAutomatic();
      for (ModuleReference other : finder.findAll()) {
        // An automatic module reads, and so brings, all others; its services are found by name.
        boolean serves =
            other.descriptor().provides().stream().anyMatch(p -> used.contains(p.service()));
        if (serves || (opaque && other.descriptor().isAutomatic())) {
          open.add(other.descriptor().name());
        }
      }
    }
    return found;
  }

  private static List<String> required(ModuleDescriptor descriptor) {
    return descriptor.requires().stream()
        .filter(r -> !r.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
        .map(ModuleDescriptor.Requires::name)
        .toList();
  }

  private SortedSet<String> analysed(List<Path> path, SystemModules known)
      throws IOException, ImageException {
    NavigableSet<String> found = new TreeSet<>();
    List<Path> present = new ArrayList<>();
    for (Path entry : path) {
      if (Files.exists(entry)) {
        Optional<ModuleDescriptor> descriptor = descriptor(entry);
        if (descriptor.isPresent()) {
          found.addAll(required(descriptor.get()));
        } else {
          present.add(entry);
        }
      }
    }
    found.removeIf(name -> !known.has(name));
    if (present.isEmpty()) {
      return found;
    }
    Fingerprint question = new Fingerprint().add(jdk.build());
    for (Path entry : present) {
      question.add(entry.toAbsolutePath().toString()).addStamps(entry);
    }
    Path kept = Files.createDirectories(answers).resolve(question.hex() + ".txt");
    String answer = Files.exists(kept) ? Files.readString(kept) : keep(jdeps(present), kept);
    NavigableSet<String> modules = new TreeSet<>(List.of(answer.strip().split("[,\\s]+")));
    modules.removeIf(name -> !known.has(name));
    modules.addAll(found);
    return modules;
  }

  /**
   * What a jar or folder says of itself, if it does: jdeps takes one for a module and fails where a
   * module that this requires is missing, which on a class path does not matter.
   */
  private static Optional<ModuleDescriptor> descriptor(Path entry) {
    if (Files.isDirectory(entry) && !Files.exists(entry.resolve("module-info.class"))) {
      return Optional.empty(); // a folder of classes, whatever jars lie in it
    }
    try {
      return ModuleFinder.of(entry).findAll().stream()
          .map(ModuleReference::descriptor)
          .filter(descriptor -> !descriptor.isAutomatic())
          .findFirst();
    } catch (FindException e) {
      return Optional.empty(); // it is no module, by its name or by what is in it
    }
  }

  private static String keep(String answer, Path kept) throws IOException {
    Path written = Files.createTempFile(kept.getParent(), "answer", ".tmp");
    Files.writeString(written, answer);
    Files.move(written, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return answer;
  }

  private String jdeps(List<Path> path) throws IOException, ImageException {
    Path tool =
        jdk.tool("jdeps")
            .orElseThrow(() ->
                new ImageException(
                    jdk.missing().orElse("no jdeps")
                        + "; or name the modules yourself: --grant MODULE"));
    List<String> command =
        new ArrayList<>(
            List.of(
                tool.toString(),
                "--multi-release",
                Integer.toString(Runtime.version().feature()),
                "--ignore-missing-deps",
                "--print-module-deps",
                "--class-path",
                path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
    path.forEach(entry -> command.add(entry.toString()));
    try {
      Tool.Result result = Tool.run(answers, Defaults.ANALYSIS_LIMIT, command);
      if (!result.ok()) {
        throw new ImageException(
            "jdeps ended with status %d: %s; name the modules yourself: --grant MODULE"
                .formatted(result.status(), result.reason()));
      }
      return result.output().lines().reduce((first, last) -> last).orElse("java.base");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted while jdeps read the program's classes", e);
    }
  }

  private static ImageException failed(String program, Exception e) {
    return new ImageException(
        "the modules that %s needs cannot be found out: %s; name them yourself: --grant MODULE"
            .formatted(program, e.getMessage()),
        e);
  }
}
