package dev.firebreak.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The locks of a cache, between threads and between processes.
 *
 * <p>For maintainers: each image has two lock files beside it, never deleted. {@code KEY.build} is
 * held alone by whoever builds or deletes the image. {@code KEY.use} is held, shared, by each
 * process that was given the image, until that process ends: the system lets go of it however the
 * process dies, so nothing can go stale. Lock order: build, then use. POSIX drops all of a
 * process's locks on a file when it closes any channel on it; hence a file of ours is opened once
 * per process, which this class alone sees to, with state shared by all caches of the JVM.
 */
final class Locks {
  private static final ConcurrentHashMap<Path, ReentrantLock> BUILDS = new ConcurrentHashMap<>();
  private static final ConcurrentHashMap<Path, FileChannel> HELD = new ConcurrentHashMap<>();

  private final Path folder;

  Locks(Path folder) {
    this.folder = folder;
  }

  /** Somebody else has it for too long. */
  static final class Busy extends IOException {
    private static final long serialVersionUID = 1;

    private Busy(String message) {
      super(message);
    }
  }

  /** The right to build or delete an image, until it is closed. */
  static final class Held implements AutoCloseable {
    private final ReentrantLock threads;
    private final FileChannel channel;
    private final Path useFile;

    private Held(ReentrantLock threads, FileChannel channel, Path useFile) {
      this.threads = threads;
      this.channel = channel;
      this.useFile = useFile;
    }

    /** Marks the image as used by this process until it ends. */
    void use() throws IOException {
      if (!HELD.containsKey(useFile)) {
        FileChannel mark = open(useFile);
        var _ = mark.lock(0, Long.MAX_VALUE, true);
        HELD.put(useFile, mark);
      }
    }

    /** Whether a process uses the image, this one included. */
    boolean used() throws IOException {
      if (HELD.containsKey(useFile)) {
        return true;
      }
      if (!Files.exists(useFile)) {
        return false;
      }
      try (FileChannel mark = open(useFile)) {
        return mark.tryLock() == null;
      }
    }

    @Override
    public void close() {
      try {
        Locks.close(channel);
      } finally {
        threads.unlock();
      }
    }
  }

  /**
   * The right to build or delete an image; waits for whoever has it.
   *
   * @throws Busy if another process, or thread of ours, has it for longer than the limit
   */
  Held build(String key, Duration limit) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    ReentrantLock threads = threads(key);
    if (!threads.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new Busy("another thread builds it since more than " + limit.toSeconds() + " s");
    }
    @Nullable FileChannel channel = null;
    try {
      channel = open(file(key, ".build"));
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      if (!PatientLock.lock(channel, left)) {
        throw new Busy(
            "another process builds it since more than %d s; if it is stopped or hangs, end it: fuser %s tells its pid"
                .formatted(limit.toSeconds(), file(key, ".build")));
      }
      return new Held(threads, channel, file(key, ".use"));
    } catch (IOException | InterruptedException | RuntimeException e) {
      close(channel);
      threads.unlock();
      throw e;
    }
  }

  /** The right to build or delete an image, if nobody has it. */
  Optional<Held> tryBuild(String key) throws IOException {
    ReentrantLock threads = threads(key);
    if (threads.isHeldByCurrentThread() || !threads.tryLock()) {
      return Optional.empty();
    }
    @Nullable FileChannel channel = null;
    try {
      channel = open(file(key, ".build"));
      if (channel.tryLock() != null) {
        return Optional.of(new Held(threads, channel, file(key, ".use")));
      }
      close(channel);
      threads.unlock();
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      close(channel);
      threads.unlock();
      throw e;
    }
  }

  private ReentrantLock threads(String key) throws IOException {
    return BUILDS.computeIfAbsent(file(key, ".build"), file -> new ReentrantLock());
  }

  private Path file(String key, String suffix) throws IOException {
    return Files.createDirectories(folder).toRealPath().resolve(key + suffix);
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
