package dev.firebreak.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where the control socket of a supervisor is: {@code control} in its state folder; where that path
 * would be too long for a socket (108 bytes), in a short folder that {@code control.path} in the
 * state folder names.
 */
final class ControlSocket {
  private static final int LONGEST = 100;
  private static final String NAME = "control";
  private static final String ELSEWHERE = "control.path";

  private ControlSocket() {}

  /** The place for a new socket; what a killed supervisor left there is removed. */
  static Path make(Path state) throws IOException {
    Path usual = state.resolve(NAME);
    Path note = state.resolve(ELSEWHERE);
    Files.deleteIfExists(note);
    if (length(usual) <= LONGEST) {
      Files.deleteIfExists(usual);
      return usual;
    }
    Path folder = shortFolder(state);
    Path elsewhere = folder.resolve(Integer.toHexString(state.toString().hashCode()) + ".control");
    Files.deleteIfExists(elsewhere);
    Files.writeString(note, elsewhere.toString());
    return elsewhere;
  }

  /** The socket of a supervisor; empty if there is none. */
  static Optional<Path> find(Path state) {
    Path note = state.resolve(ELSEWHERE);
    Path usual = state.resolve(NAME);
    try {
      if (Files.exists(note)) {
        return Optional.of(Path.of(Files.readString(note).strip())).filter(Files::exists);
      }
    } catch (IOException e) {
      return Optional.empty(); // whoever asks says that it does not answer
    }
    return Files.exists(usual) ? Optional.of(usual) : Optional.empty();
  }

  private static int length(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static Path shortFolder(Path state) throws IOException {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    Object user = Files.getAttribute(state, "unix:uid");
    Path folder =
        runtime != null && !runtime.isEmpty() && runtime.length() < 60
            ? Path.of(runtime, "firebreak")
            : Path.of("/tmp", "firebreak-" + user);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    boolean ours =
        user.equals(
            Files.getAttribute(folder, "unix:uid", java.nio.file.LinkOption.NOFOLLOW_LINKS));
    if (!ours || Files.isSymbolicLink(folder)) {
      throw new IOException(
          "%s belongs to somebody else, so no control socket is put there; set FIREBREAK_STATE to a"
                  .formatted(folder)
              + " shorter path");
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }
}
