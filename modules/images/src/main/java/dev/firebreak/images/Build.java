package dev.firebreak.images;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Builds one image in a folder beside its place and moves it there when all of it is written. The
 * caller holds the image's build lock, so that leftovers of the same image are those of builders
 * that died.
 */
final class Build {
  private static final String SUFFIX = ".building";

  private final Path folder;
  private final Consumer<String> progress;

  Build(Path folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /** Which image an unfinished folder was to become; empty if it is something else. */
  static Optional<String> unfinished(Path path) {
    String name = path.getFileName().toString();
    return name.endsWith(SUFFIX)
        ? Optional.of(name.substring(0, name.indexOf('.')))
        : Optional.empty();
  }

  /** Removes what builders of an image left that died half way. */
  static void sweep(Path folder, String key) throws IOException {
    try (var paths = Files.list(folder)) {
      paths
          .filter(path -> unfinished(path).filter(key::equals).isPresent())
          .toList()
          .forEach(Trees::delete);
    }
  }

  /**
   * Builds an image.
   *
   * @param modules what the plan's grants come to with all that they require
   * @throws IOException with a sentence that says why it cannot be built
   */
  void run(Plan plan, SortedSet<String> modules) throws IOException, InterruptedException {
    Path jlink =
        plan.jdk()
            .tool("jlink")
            .orElseThrow(() -> new IOException(plan.jdk().missing().orElse("")));
    Files.createDirectories(folder);
    sweep(folder, plan.key());
    room();
    long from = System.nanoTime();
    progress.accept("linking an image of " + String.join(", ", modules));
    Path scratch = Files.createTempDirectory(folder, plan.key() + ".").toAbsolutePath();
    Path building = scratch.resolveSibling(scratch.getFileName() + SUFFIX);
    Files.move(scratch, building);
    try {
      Path home = building.resolve("image");
      Tool.Result linked = Tool.run(building, Defaults.LINK_LIMIT, plan.link(jlink, home));
      if (!linked.ok()) {
        throw new IOException(
            "jlink ended with status " + linked.status() + ": " + linked.reason());
      }
      Optional<String> fallback = train(plan, home, building);
      Manifest manifest =
          new Manifest(
              modules,
              plan.keyed(),
              Instant.now(),
              plan.jdk().build(),
              fallback,
              Trees.sizes(home));
      manifest.write(home);
      Path target = folder.resolve(plan.key());
      Trees.delete(target);
      Files.move(home, target, StandardCopyOption.ATOMIC_MOVE);
      progress.accept("built in " + seconds(from));
    } catch (IOException e) {
      room(); // a full disk makes each tool fail in words of its own; this says it plainly
      throw e;
    } finally {
      Trees.delete(building);
    }
  }

  /** Trains the caches and tries them; a failure is kept as a sentence, for the image is good. */
  private Optional<String> train(Plan plan, Path home, Path scratch)
      throws IOException, InterruptedException {
    progress.accept("training its AOT cache and its class archive");
    try {
      LambdaForms.addTo(Plan.classList(home));
      List<List<String>> steps =
          List.of(
              plan.train(home, scratch),
              plan.probeCache(home),
              plan.record(home, scratch),
              plan.archive(home, scratch),
              plan.probeArchive(home));
      for (List<String> step : steps) {
        Tool.Result result = Tool.run(scratch, Defaults.TRAINING_LIMIT, step);
        if (!result.ok()) {
          return untrained(
              home,
              "%s ended with status %d: %s"
                  .formatted(step.get(1), result.status(), result.reason()));
        }
      }
      return Files.exists(Plan.cache(home)) && Files.exists(Plan.archive(home))
          ? Optional.empty()
          : untrained(home, "its training wrote none");
    } catch (IOException e) {
      return untrained(home, String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> untrained(Path home, String why) throws IOException {
    room();
    Files.deleteIfExists(Plan.cache(home));
    Files.deleteIfExists(Plan.archive(home));
    return Optional.of("no AOT cache: " + why);
  }

  private void room() throws IOException {
    FileStore store = Files.getFileStore(folder);
    long free = store.getUsableSpace();
    if (free < Defaults.ROOM_FOR_BUILD) {
      throw new IOException(
          "%s has %d MB left and an image takes up to %d MB; make room there, or name another folder with %s"
              .formatted(folder, free >> 20, Defaults.ROOM_FOR_BUILD >> 20, CacheFolder.VARIABLE));
    }
  }

  private static String seconds(long from) {
    Duration took = Duration.ofNanos(System.nanoTime() - from);
    return "%d.%d s".formatted(took.toSeconds(), took.toMillisPart() / 100);
  }
}
