package dev.firebreak.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that this test was compiled in: its rooms, their descriptors, and its files. */
final class Reactor {
  static final Path ROOT =
      Path.of(System.getProperty("basedir", System.getProperty("user.dir")))
          .resolveSibling(".")
          .normalize();

  private Reactor() {}

  /** The folders of all rooms, the launcher's last. */
  static List<Path> rooms() {
    try (var rooms = Files.list(ROOT.resolve("modules"))) {
      return Stream.concat(
              rooms.filter(room -> Files.exists(room.resolve("pom.xml"))).sorted(),
              Stream.of(ROOT.resolve("launcher")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * In a build of the launcher and what it requires, the other rooms may not have been compiled.
   */
  static List<Path> compiledRooms() {
    return rooms().stream()
        .filter(room -> Files.exists(room.resolve("target/classes/module-info.class")))
        .toList();
  }

  static List<ModuleDescriptor> descriptors() {
    return compiledRooms().stream().map(Reactor::descriptor).toList();
  }

  private static ModuleDescriptor descriptor(Path room) {
    try (InputStream in = Files.newInputStream(room.resolve("target/classes/module-info.class"))) {
      return ModuleDescriptor.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("has " + room + " been compiled?", e);
    }
  }

  /** All files that are ours under a folder: no build output, no version control, no editor's. */
  static List<Path> files(Path folder) {
    try (var all = Files.walk(folder)) {
      return all.filter(file -> Files.isRegularFile(file) && isOurs(folder.relativize(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOurs(Path relative) {
    for (Path part : relative) {
      switch (part.toString()) {
        case "target", ".git", ".idea", ".vscode", ".settings" -> {
          return false;
        }
        default -> {}
      }
    }
    return true;
  }
}
