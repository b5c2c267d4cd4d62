package dev.firebreak.processes;

import dev.firebreak.confine.Identity;
import dev.firebreak.confine.ProcessTable;
import dev.firebreak.confine.Signals;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one supervisor, held by a lock for as long as it runs:
 *
 * <pre>
 * STATE/NAME/lock           held by the kernel, so it ends with its process, however that ends
 *            pid.json       who holds it; left behind only by a kill
 *            events.jsonl   what happened, for machines
 *            fault.log      what happened, for people
 *            logs/          the children's output
 *            crash/         the JVM's accounts of native crashes
 *            incidents/     what is known of each abnormal end, see {@link Incidents}
 *            fifo/          named pipes of children that are just starting
 *            jfr/           parts of recordings of children that were asked for one, while they live
 *            heap-dumps/    of children that were asked for one when their heap is full
 *            gc/            what their JVMs write of garbage collection while they live
 * </pre>
 *
 * <!-- For maintainers. The kernel drops a process's lock on a file as soon as that process closes
 * any descriptor of it: so nothing but claim() ever opens the lock file, and never a second time
 * while it is held (HELD). Whether somebody else's supervisor runs is read from pid.json. -->
 */
final class StateFolder implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lock;
  private final String token = UUID.randomUUID().toString();
  private final AtomicLong fifos = new AtomicLong();
  private final AtomicLong gcLogs = new AtomicLong();
  private final AtomicLong recordings = new AtomicLong();
  private final List<String> found = new ArrayList<>();
  private final boolean passing;

  private StateFolder(Path folder, FileChannel lock, boolean passing) {
    this.folder = folder;
    this.lock = lock;
    this.passing = passing;
  }

  /** Takes the folder of a name, clears what a killed supervisor left, and says that it is ours. */
  static StateFolder claim(Path root, String name) throws StateException {
    return claim(root, name, false);
  }

  /**
   * The same.
   *
   * @param passing whether it is deleted at its end, with the logs in it
   */
  static StateFolder claim(Path root, String name, boolean passing) throws StateException {
    Path folder = root.toAbsolutePath().normalize().resolve(name);
    if (!HELD.add(folder)) {
      throw taken(name, folder);
    }
    FileChannel lock = null;
    try {
      make(root.toAbsolutePath());
      make(folder);
      lock =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held = lock.tryLock();
      if (held == null) {
        throw taken(name, folder);
      }
      StateFolder state = new StateFolder(folder, lock, passing);
      state.prepare(name);
      return state;
    } catch (StateException e) {
      release(folder, lock);
      throw e;
    } catch (OverlappingFileLockException e) {
      release(folder, lock);
      throw taken(name, folder);
    } catch (IOException e) {
      release(folder, lock);
      throw new StateException(
          "supervisor %s has no state folder %s: %s".formatted(name, folder, Trouble.words(e)), e);
    }
  }

  private static void release(Path folder, @Nullable FileChannel lock) {
    HELD.remove(folder);
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        // It was never ours to hold; the process's end frees it.
      }
    }
  }

  private static StateException taken(String name, Path folder) {
    Optional<States.Holder> holder = States.holder(folder);
    String who =
        holder
            .map(it -> " (pid %d, since %s: %s)".formatted(it.pid(), it.at(), it.command()))
            .orElse("");
    return new StateException(
        "a supervisor named %s runs already%s; stop it with `firebreak stop %s`, or give this one"
                .formatted(name, who, name)
            + " another name",
        null);
  }

  /** Makes a folder that is this user's alone, if it is not there. */
  static void make(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(folder);
    }
  }

  private void prepare(String name) throws IOException {
    States.holder(folder).ifPresent(before -> clear(name, before));
    for (String each : List.of("logs", "crash", "fifo", "gc")) {
      make(folder.resolve(each));
    }
    for (String each : List.of("fifo", "gc")) {
      try (var leftovers = Files.list(folder.resolve(each))) {
        for (Path left : leftovers.toList()) {
          Files.deleteIfExists(left);
        }
      }
    }
    Passing.delete(folder.resolve("jfr"));
    ProcessHandle self = ProcessHandle.current();
    String command =
        self.info().commandLine().or(() -> self.info().command()).orElse("an unknown command");
    String line =
        Json.line(
            new States.Holder(
                self.pid(),
                Identity.of(self.pid()).startTicks(),
                Instant.now(),
                command.length() > 300 ? command.substring(0, 300) + "..." : command,
                token));
    Path written = Files.writeString(folder.resolve(States.PID + ".new"), line + "\n");
    Files.move(
        written,
        folder.resolve(States.PID),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The lock was free, so whoever wrote the pid file was killed: its children must not live on. */
  private void clear(String name, States.Holder before) {
    List<Long> left = sweep(before.token(), found::add);
    found.add(
        "the supervisor %s before this one (pid %d, since %s) was killed or lost its machine; %s"
            .formatted(
                name,
                before.pid(),
                before.at(),
                left.isEmpty()
                    ? "none of its children was left"
                    : left.size() + " of its processes still ran and were killed: " + left));
  }

  /**
   * Kills what the children of this supervisor started and what left their groups: their
   * environment tells.
   *
   * @param trouble told what may not be killed
   * @return which processes there were
   */
  List<Long> sweep(Consumer<String> trouble) {
    return sweep(token, trouble);
  }

  private static List<Long> sweep(String token, Consumer<String> trouble) {
    List<Long> left = ProcessTable.marked(token);
    left.remove(ProcessHandle.current().pid());
    for (long pid : left) {
      try {
        Signals.sendTo(Identity.of(pid), Signals.Signal.KILL);
      } catch (IllegalStateException e) {
        trouble.accept(String.valueOf(e.getMessage()));
      }
    }
    return left;
  }

  /** What was found of a supervisor before this one, for people. */
  List<String> found() {
    return List.copyOf(found);
  }

  Path folder() {
    return folder;
  }

  /** What the children of this run carry in their environment. */
  String token() {
    return token;
  }

  /**
   * A name for a pipe that was never used before. Its folder is made again where somebody deleted
   * it: that must cost no child its restart.
   */
  Path nextFifo() throws IOException {
    Path pipes = folder.resolve("fifo");
    make(pipes);
    return pipes.resolve(Long.toString(fifos.incrementAndGet()));
  }

  /** A log of garbage collection for the next JVM; in a folder that is made again like that. */
  GcLog nextGcLog() throws IOException {
    Path logs = folder.resolve("gc");
    make(logs);
    return new GcLog(logs.resolve(gcLogs.incrementAndGet() + ".log"));
  }

  /** What the next JVM with these options is to leave. */
  Leavings nextLeavings(List<String> options) {
    return new Leavings(
        options,
        folder.resolve("jfr"),
        Long.toString(recordings.incrementAndGet()),
        incidents().resolveSibling("heap-dumps"));
  }

  /** Where the JVM of a child writes about a native crash, without pid and suffix. */
  String crashFile(String path) {
    return folder.resolve("crash").resolve("hs_err_" + path.replace('/', '.') + "_").toString();
  }

  /** Where incidents are kept: here, or where they outlive a folder that vanishes with its pool. */
  Path incidents() {
    return Incidents.folder(passing ? folder.resolveSibling(Incidents.POOLS) : folder);
  }

  /** The log of a stream of a child. */
  Path log(String path, boolean err) {
    return States.log(folder, path, err);
  }

  /** When no child is left. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(folder.resolve(States.PID));
    } catch (IOException e) {
      // The next supervisor of this name finds a pid file without a holder and says so.
    }
    if (passing) {
      Passing.delete(folder);
    }
    release(folder, lock);
  }
}
