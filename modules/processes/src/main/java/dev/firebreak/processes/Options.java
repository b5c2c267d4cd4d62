package dev.firebreak.processes;

import dev.firebreak.api.Event;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a {@link ProcessSupervisor} is opened with, beside what it supervises.
 *
 * @param stateRoot the folder of all supervisors' state folders; empty for {@link States#root()}
 * @param cacheFolder where images are kept; empty for the user's cache folder
 * @param rotation when logs are turned over
 * @param listeners told every event, in order, on a thread of their own
 * @param progress told a line before each lengthy step, such as the building of an image
 * @param passthrough the children's streams; empty to leave them to their logs
 */
public record Options(
    Optional<Path> stateRoot,
    Optional<Path> cacheFolder,
    Rotation rotation,
    List<Consumer<Event>> listeners,
    Consumer<String> progress,
    Optional<Passthrough> passthrough) {

  /** The user's own folders, and nobody listens. */
  public static final Options DEFAULT =
      new Options(
          Optional.empty(),
          Optional.empty(),
          Rotation.DEFAULT,
          List.of(),
          line -> {},
          Optional.empty());

  /**
   * Streams that stand for the child's own. Its output goes to them byte for byte and unbuffered,
   * and to its logs as well; what {@code in} gives goes to the child, and what one of its lives has
   * not read goes to the next.
   */
  public record Passthrough(InputStream in, OutputStream out, OutputStream err) {}

  /** Copies what it is given. */
  public Options {
    listeners = List.copyOf(listeners);
  }

  /** The same with another folder for state. */
  public Options withStateRoot(Path folder) {
    return new Options(
        Optional.of(folder), cacheFolder, rotation, listeners, progress, passthrough);
  }

  /** The same with another folder for images. */
  public Options withCacheFolder(Path folder) {
    return new Options(stateRoot, Optional.of(folder), rotation, listeners, progress, passthrough);
  }

  /** The same with other limits on log files. */
  public Options with(Rotation limits) {
    return new Options(stateRoot, cacheFolder, limits, listeners, progress, passthrough);
  }

  /** The same with one more listener. */
  public Options withListener(Consumer<Event> listener) {
    List<Consumer<Event>> all = new java.util.ArrayList<>(listeners);
    all.add(listener);
    return new Options(stateRoot, cacheFolder, rotation, all, progress, passthrough);
  }

  /** The same with somebody who is told of lengthy steps. */
  public Options withProgress(Consumer<String> told) {
    return new Options(stateRoot, cacheFolder, rotation, listeners, told, passthrough);
  }

  /** The same with streams for its child. */
  public Options with(Passthrough streams) {
    return new Options(stateRoot, cacheFolder, rotation, listeners, progress, Optional.of(streams));
  }
}
