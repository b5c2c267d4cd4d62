package dev.firebreak.processes;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.images.Cached;
import dev.firebreak.images.Image;
import dev.firebreak.images.Images;
import dev.firebreak.images.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The cache of runtimes that children boot from, to be looked at and cleaned by hand. */
public final class Runtimes {
  /**
   * One runtime in the cache.
   *
   * @param key its name in the cache
   * @param home its folder
   * @param modules the JDK's modules in it
   * @param flags the JVM flags that it was made for
   * @param bytes how much room it takes
   * @param built when it was built
   * @param used when it was last asked for
   * @param jdk the build of the JDK that it came from
   * @param fault why it cannot be used and will be built again
   * @param inUse whether a running process holds it
   */
  public record Entry(
      String key,
      Path home,
      SortedSet<String> modules,
      List<String> flags,
      long bytes,
      Instant built,
      Instant used,
      String jdk,
      Optional<String> fault,
      boolean inUse) {
    private static Entry of(Cached cached) {
      return new Entry(
          cached.key(),
          cached.home(),
          cached.modules(),
          cached.keyed(),
          cached.bytes(),
          cached.built(),
          cached.used(),
          cached.jdk(),
          cached.fault(),
          cached.inUse());
    }
  }

  /**
   * What a child will boot from.
   *
   * @param key its name in the cache
   * @param home its {@code java.home}
   * @param modules the JDK's modules that the child sees
   * @param notices where its grants come from, and why it is slower than it could be
   */
  public record Built(String key, Path home, SortedSet<String> modules, List<String> notices) {}

  private final Images images;
  private final Path folder;

  private Runtimes(Path folder, Consumer<String> progress) {
    this.folder = folder;
    this.images = Images.open(folder, Jdk.current(), progress);
  }

  /**
   * Opens the cache.
   *
   * @param folder empty for the user's
   * @param progress told a line before each lengthy step
   */
  public static Runtimes open(Optional<Path> folder, Consumer<String> progress) {
    return new Runtimes(folder.orElseGet(Images::defaultFolder), progress);
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** What is in it. */
  public List<Entry> list() {
    return images.list().stream().map(Entry::of).toList();
  }

  /** Deletes what the filter names and nobody uses, and says what is gone. */
  public List<Entry> clean(Predicate<Entry> filter) {
    return images.clean(cached -> filter.test(Entry.of(cached))).stream().map(Entry::of).toList();
  }

  /**
   * Builds what a child boots from, or finds it.
   *
   * @throws IOException if none can be had; the message says why and what to do
   */
  public Built build(ChildSpec spec) throws IOException {
    try {
      Booted booted = new Boots(images, Runnable::run).of(spec).join();
      Image image = booted.image();
      return new Built(
          image.key(),
          image.home(),
          image.modules(),
          booted.notices().stream().map(Booted.Notice::sentence).toList());
    } catch (CompletionException e) {
      throw new IOException(ProcessSpawner.sentence(e), e);
    }
  }
}
