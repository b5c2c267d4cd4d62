package dev.firebreak.processes;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Program;
import dev.firebreak.images.DefaultGrants;
import dev.firebreak.images.Image;
import dev.firebreak.images.ImageException;
import dev.firebreak.images.Images;
import dev.firebreak.images.Profile;
import dev.firebreak.link.Launch;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Finds what a child boots from: its grants, its image and its JVM flags. Looked up once for all
 * children and lives that have the same program, grants and JVM; looked up again when the image is
 * gone, as after `firebreak images clean` or an update of the JDK under a fallback.
 */
final class Boots {
  private record Key(Program program, Grants grants, ChildSpec.Jvm jvm) {}

  private static final String WORKER = "dev.firebreak.worker";

  private final Images images;
  private final Executor executor;
  private final Map<Key, CompletableFuture<Booted>> known = new ConcurrentHashMap<>();

  Boots(Images images, Executor executor) {
    this.images = images;
    this.executor = executor;
  }

  /** Found or being found; fails with a {@link Refusal}. */
  CompletableFuture<Booted> of(ChildSpec spec) {
    Key key = new Key(spec.program(), spec.grants(), spec.jvm());
    return known.compute(
        key,
        (wanted, before) -> {
          if (before != null && (!before.isDone() || usable(before))) {
            return before;
          }
          Optional<Path> gone =
              before == null || before.isCompletedExceptionally()
                  ? Optional.empty()
                  : Optional.of(before.join().image().home());
          CompletableFuture<Booted> future = new CompletableFuture<>();
          executor.execute(() -> find(spec, gone, future));
          return future;
        });
  }

  private static boolean usable(CompletableFuture<Booted> done) {
    return !done.isCompletedExceptionally() && Files.isExecutable(done.join().image().java());
  }

  private void find(ChildSpec spec, Optional<Path> gone, CompletableFuture<Booted> future) {
    try {
      Booted booted = find(spec);
      if (gone.isPresent()) {
        List<Booted.Notice> notices = new ArrayList<>(booted.notices());
        notices.add(
            new Booted.Notice(
                true,
                "the runtime %s is gone (removed, or its JDK was replaced); from now on it is %s"
                    .formatted(gone.get(), booted.image().home())));
        booted = new Booted(booted.image(), booted.flags(), booted.launch(), notices);
      }
      future.complete(booted);
    } catch (ImageException e) {
      future.completeExceptionally(new Refusal(String.valueOf(e.getMessage()), e));
    } catch (Refusal | RuntimeException | Error e) {
      future.completeExceptionally(e); // told as the child's failure to spawn
    }
  }

  private Booted find(ChildSpec spec) throws ImageException, Refusal {
    return switch (spec.program()) {
      case Program.Modular program ->
          modular(spec, program.modulePath(), program.module(), program.mainClass().orElse(""));
      case Program.ClassPath program ->
          classPath(spec, program.classPath(), program.classPath(), program.mainClass(), List.of());
      case Program.Worker program ->
          program.module().isPresent()
              ? modular(spec, program.modulePath(), program.module().get(), "")
              : classPath(spec, program.classPath(), program.classPath(), "", List.of());
      case Program.Jar program -> {
        JarFacts jar = JarFacts.read(program.jar());
        List<String> flags = new ArrayList<>();
        jar.opens().forEach(each -> flags.add("--add-opens=" + each + "=ALL-UNNAMED"));
        jar.exports().forEach(each -> flags.add("--add-exports=" + each + "=ALL-UNNAMED"));
        Booted booted =
            classPath(spec, List.of(program.jar()), jar.classPath(), jar.mainClass(), flags);
        List<Booted.Notice> notices = new ArrayList<>(booted.notices());
        jar.notice().ifPresent(words -> notices.add(new Booted.Notice(true, words)));
        yield new Booted(booted.image(), booted.flags(), booted.launch(), notices);
      }
    };
  }

  private Booted classPath(
      ChildSpec spec,
      List<Path> given,
      List<Path> analysed,
      String mainClass,
      List<String> fromManifest)
      throws ImageException {
    List<Booted.Notice> notices = new ArrayList<>();
    SortedSet<String> modules =
        modules(spec, notices, () -> images.defaultGrants().ofClassPath(analysed));
    List<String> flags = new ArrayList<>(fromManifest);
    spec.grants().opens().forEach(each -> flags.add("--add-opens=" + each));
    Profile profile = profile(spec, flags);
    Image image = image(modules, profile, notices);
    List<String> all = new ArrayList<>(profile.flags());
    all.add("-cp");
    all.add(
        given.stream()
            .map(entry -> absolute(entry, spec))
            .collect(Collectors.joining(File.pathSeparator)));
    return new Booted(image, all, new Launch.ClassPath(mainClass), notices);
  }

  private Booted modular(ChildSpec spec, List<Path> modulePath, String module, String mainClass)
      throws ImageException, Refusal {
    List<Booted.Notice> notices = new ArrayList<>();
    SortedSet<String> modules =
        modules(spec, notices, () -> images.defaultGrants().ofModular(modulePath, module));
    List<Launch.Opening> openings = new ArrayList<>();
    List<String> flags = new ArrayList<>();
    for (String each : spec.grants().opens()) {
      Launch.Opening opening = opening(each);
      openings.add(opening);
      if (ofSystem(opening.source())) {
        flags.add("--add-opens=%s/%s=%s".formatted(opening.source(), opening.pack(), WORKER));
      }
    }
    Profile profile = profile(spec, flags);
    Image image = image(modules, profile, notices);
    List<String> path = modulePath.stream().map(entry -> absolute(entry, spec)).toList();
    Launch launch = new Launch.Module(path, module, mainClass, openings);
    return new Booted(image, profile.flags(), launch, notices);
  }

  private static boolean ofSystem(String module) {
    return module.startsWith("java.") || module.startsWith("jdk.");
  }

  /** A child with a working folder of its own must find what the specification names from ours. */
  private static String absolute(Path entry, ChildSpec spec) {
    // Without one the path stays as it was written, which is what java.class.path then shows.
    return spec.jvm().directory().isPresent()
        ? entry.toAbsolutePath().toString()
        : entry.toString();
  }

  private static Launch.Opening opening(String text) throws Refusal {
    int slash = text.indexOf('/');
    int equals = text.indexOf('=', slash + 1);
    if (slash < 1 || equals < slash + 2 || equals == text.length() - 1) {
      throw new Refusal(
          "the opening \"%s\" is not of the form module/package=target".formatted(text));
    }
    return new Launch.Opening(
        true,
        text.substring(0, slash),
        text.substring(slash + 1, equals),
        text.substring(equals + 1));
  }

  /** Looks at a program. */
  private interface Derivation {
    DefaultGrants.Derived look() throws ImageException;
  }

  private static SortedSet<String> modules(
      ChildSpec spec, List<Booted.Notice> notices, Derivation derivation) throws ImageException {
    SortedSet<String> modules = new TreeSet<>();
    if (spec.grants().modules().isPresent()) {
      modules.addAll(spec.grants().modules().get());
    } else {
      DefaultGrants.Derived derived = derivation.look();
      modules.addAll(derived.modules());
      notices.add(new Booted.Notice(false, derived.explanation()));
    }
    modules.addAll(JvmFlags.modulesOf(spec.jvm().options()));
    return modules;
  }

  private static Profile profile(ChildSpec spec, List<String> openings) {
    List<String> flags = new ArrayList<>(JvmFlags.of(spec));
    flags.addAll(openings);
    flags.addAll(spec.jvm().options());
    return (spec.jvm().lean() ? Profile.LEAN : Profile.DEFAULT).with(flags);
  }

  private Image image(Set<String> modules, Profile profile, List<Booted.Notice> notices)
      throws ImageException {
    Image image = images.image(modules, profile);
    image.fallback().ifPresent(why -> notices.add(new Booted.Notice(true, why)));
    return image;
  }
}
