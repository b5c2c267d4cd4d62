package dev.firebreak.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The cache of runtimes that children boot from. An image holds exactly the granted modules of the
 * JDK and an AOT cache that was trained for it; it is built at the first call, which takes some
 * five seconds, and found in a few milliseconds from then on, by all processes of the user. Where
 * an image cannot be built, children get the whole JDK, limited to their grants when they start: as
 * strict, and slower.
 *
 * <p>Any number of threads and processes may use one cache folder.
 */
public final class Images {
  /*
   * For maintainers. An image is known by the digest of all that went into it, so a found one is
   * never out of date: after an update of the JDK or of our own jars the next call looks for
   * another key. Its folder appears by one rename and is deleted after one; the lock files (Locks)
   * keep builders apart and deleters away from users. The only state here is the failures, kept so
   * that a JDK that cannot link is not asked again for each child.
   */
  private final Path folder;
  private final Jdk jdk;
  private final Consumer<String> progress;
  private final Locks locks;
  private final Known known;
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();
  private final Duration lockLimit;

  /**
   * Why there is no image, and until when (System.nanoTime()) that is not tried again; 0: never.
   */
  private record Failure(String why, long until) {
    boolean isOver() {
      return until != 0 && System.nanoTime() - until > 0;
    }
  }

  private Images(Path folder, Jdk jdk, Consumer<String> progress, Duration lockLimit) {
    this.lockLimit = lockLimit;
    this.folder = folder;
    this.jdk = jdk;
    this.progress = progress;
    this.locks = new Locks(folder.resolve("locks"));
    this.known = Known.of(jdk.home(), folder);
  }

  /**
   * Opens a cache; nothing is read or written before it is asked for an image.
   *
   * @param folder where it is, see {@link #defaultFolder}
   * @param jdk where images come from
   * @param progress is told a line before each lengthy step, in the thread that asked
   */
  public static Images open(Path folder, Jdk jdk, Consumer<String> progress) {
    return open(folder, jdk, progress, Defaults.LOCK_LIMIT);
  }

  /** The same with another limit on the wait for another process that builds. */
  static Images open(Path folder, Jdk jdk, Consumer<String> progress, Duration lockLimit) {
    return new Images(folder.toAbsolutePath().normalize(), jdk, progress, lockLimit);
  }

  /**
   * Where a user's images are: what FIREBREAK_CACHE names, or {@code firebreak} in the system's own
   * cache folder: XDG_CACHE_HOME, {@code ~/.cache}, {@code ~/Library/Caches}, LOCALAPPDATA.
   */
  public static Path defaultFolder() {
    return CacheFolder.of(System.getenv(), System::getProperty);
  }

  /** What programs need of this JDK if nobody grants them anything. */
  public DefaultGrants defaultGrants() {
    return new DefaultGrants(jdk, folder.resolve("grants"), known::modules);
  }

  /**
   * The image for these grants, found or built. It stays in the cache at least until this process
   * ends.
   *
   * @param grants modules of the JDK; those that they require, and java.base, come with them
   * @param profile the flags that a child will have; only those count that a cache depends on
   * @throws ImageException if no runtime can be had, not even the JDK's limited one: a grant is no
   *     module of the JDK, or Firebreak's own modules are not found
   */
  public Image image(Set<String> grants, Profile profile) throws ImageException {
    Plan plan = plan(grants, profile);
    Failure failure = failures.get(plan.key());
    if (failure == null || failure.isOver()) {
      try {
        Image image = found(plan, failure == null ? lockLimit : Defaults.LOCK_AGAIN);
        failures.remove(plan.key());
        return image;
      } catch (Locks.Busy e) {
        failure = new Failure(words(e), System.nanoTime() + Defaults.BUSY_FOR.toNanos());
      } catch (InterruptedException
          | ClosedByInterruptException
          | FileLockInterruptionException e) {
        Thread.currentThread().interrupt();
        throw new ImageException("interrupted while building the image " + plan.key(), e);
      } catch (IOException | UncheckedIOException e) {
        failure = new Failure(words(e), 0);
      }
      failures.put(plan.key(), failure);
    }
    String why =
        "no jlink image, so children start slower, on %s with --limit-modules: %s"
            .formatted(plan.jdk().home(), failure.why());
    return new Image(
        plan.key(),
        plan.jdk().home(),
        plan.jdk().java(),
        closure(plan),
        plan.limitedFlags(),
        plan.limitedFlags(),
        Optional.empty(),
        Optional.of(why));
  }

  /** A file system's exception has only the path as its message. */
  private static String words(Exception failure) {
    Throwable cause =
        failure instanceof UncheckedIOException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case AccessDeniedException e ->
          "this user may not write %s; set FIREBREAK_CACHE to a folder that can be written"
              .formatted(e.getFile());
      case FileSystemException e when e.getReason() == null ->
          "%s: %s".formatted(e.getFile(), e.getClass().getSimpleName());
      default -> String.valueOf(cause.getMessage());
    };
  }

  private Image found(Plan plan, Duration limit)
      throws IOException, InterruptedException, ImageException {
    Path home = folder.resolve(plan.key());
    try (Locks.Held held = locks.build(plan.key(), limit)) {
      Optional<Manifest> manifest = Manifest.read(home);
      Optional<String> fault = fault(home, manifest);
      if (fault.isPresent()) {
        if (Files.exists(home)) {
          progress.accept("the cached image %s is damaged: %s".formatted(home, fault.get()));
        }
        new Build(folder, progress).run(plan, closure(plan));
        manifest = Manifest.read(home);
      }
      held.use();
      Manifest said = manifest.orElseThrow(() -> new IOException(home + " has no manifest"));
      Files.setLastModifiedTime(home.resolve(Manifest.NAME), FileTime.from(Instant.now()));
      boolean cached = said.fallback().isEmpty();
      return new Image(
          plan.key(),
          home,
          Plan.java(home),
          said.modules(),
          cached ? plan.cachedFlags(home) : plan.roots(),
          cached ? plan.archivedFlags(home) : plan.roots(),
          cached ? Optional.of(Plan.cache(home)) : Optional.empty(),
          said.fallback());
    }
  }

  private static Optional<String> fault(Path home, Optional<Manifest> manifest) {
    return manifest.isEmpty()
        ? Optional.of("it has no readable " + Manifest.NAME)
        : manifest.get().fault(home);
  }

  /** What is in the cache, by key. */
  public List<Cached> list() {
    List<Cached> all = new ArrayList<>();
    for (String key : keys()) {
      try (Locks.Held held = locks.tryBuild(key).orElse(null)) {
        // Whoever holds an image's lock is using it.
        cached(key, held == null || held.used()).ifPresent(all::add);
      } catch (IOException e) {
        // An image that cannot be locked cannot be used either; image() says why.
      }
    }
    return all;
  }

  /**
   * Deletes images, and what builders left that died half way. One that a running process was given
   * is never deleted, whatever the filter says; nor one that is being built.
   *
   * @param filter which ones
   * @return those that are gone
   */
  public List<Cached> clean(Predicate<Cached> filter) {
    List<Cached> gone = new ArrayList<>();
    for (String key : keys()) {
      try (Locks.Held held = locks.tryBuild(key).orElse(null)) {
        if (held == null) {
          continue;
        }
        Build.sweep(folder, key);
        Optional<Cached> cached = cached(key, held.used());
        if (cached.isPresent() && !cached.get().inUse() && filter.test(cached.get())) {
          Path home = cached.get().home();
          // Without its manifest it is no image, at whichever file the deletion is cut short.
          Files.deleteIfExists(home.resolve(Manifest.NAME));
          Trees.delete(home);
          gone.add(cached.get());
        }
      } catch (IOException e) {
        progress.accept("the image %s cannot be deleted: %s".formatted(key, e.getMessage()));
      }
    }
    return gone;
  }

  private NavigableSet<String> keys() {
    NavigableSet<String> keys = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      try (var paths = Files.list(folder)) {
        paths.forEach(path -> {
          String name = path.getFileName().toString();
          Build.unfinished(path).ifPresent(keys::add);
          if (name.matches("[0-9a-f]{16}")) {
            keys.add(name);
          }
        });
      } catch (IOException e) {
        progress.accept("the cache %s cannot be read: %s".formatted(folder, e.getMessage()));
      }
    }
    return keys;
  }

  private Optional<Cached> cached(String key, boolean locked) throws IOException {
    Path home = folder.resolve(key);
    if (!Files.isDirectory(home)) {
      return Optional.empty();
    }
    Optional<Manifest> read = Manifest.read(home);
    long bytes = Trees.sizes(home).values().stream().mapToLong(Long::longValue).sum();
    Path dated = read.isPresent() ? home.resolve(Manifest.NAME) : home;
    return Optional.of(
        new Cached(
            key,
            home,
            read.map(Manifest::modules).orElseGet(TreeSet::new),
            read.map(Manifest::keyed).orElse(List.of()),
            bytes,
            read.map(Manifest::built).orElse(Instant.EPOCH),
            Files.getLastModifiedTime(dated).toInstant(),
            read.map(Manifest::jdk).orElse("unknown"),
            fault(home, read),
            locked || Running.any(home)));
  }

  /** Reads no descriptor, so that a cached image is found within milliseconds. */
  private Plan plan(Set<String> grants, Profile profile) throws ImageException {
    try {
      Installed.State now = known.now();
      Artifacts ours = known.artifacts();
      NavigableSet<String> roots = new TreeSet<>(grants);
      Fingerprint key = new Fingerprint().add(now.digest()).add(ours.digest());
      key.add(String.join(",", roots)).add(String.join("\n", profile.keyed()));
      key.add(String.join("\n", LambdaForms.lines()))
          .add(String.join("\n", Plan.INSIDE))
          .add(Plan.ARCHIVE);
      return new Plan(key.hex(), now.jdk(), ours, roots, profile.keyed());
    } catch (IOException e) {
      throw noRuntime(e);
    }
  }

  private SortedSet<String> closure(Plan plan) throws ImageException {
    try {
      SystemModules system = known.modules();
      List<String> unknown = plan.grants().stream().filter(name -> !system.has(name)).toList();
      if (!unknown.isEmpty()) {
        throw new ImageException(
            "%s: no such module in the JDK %s in %s; its modules: %s"
                .formatted(
                    String.join(", ", unknown),
                    plan.jdk().build(),
                    plan.jdk().home(),
                    String.join(" ", system.names())));
      }
      return system.closure(plan.grants());
    } catch (IOException e) {
      throw noRuntime(e);
    }
  }

  private ImageException noRuntime(IOException e) {
    return new ImageException(
        "no runtime for a child from the JDK in %s: %s".formatted(jdk.home(), e.getMessage()), e);
  }
}
