package dev.firebreak.processes;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A process that holds the lock of a file until it is ended. */
public final class LockHolder {
  private LockHolder() {}

  /** Called in that process, with the file. */
  public static void main(String[] args) throws Exception {
    try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      System.out.println("held");
      var _ = System.in.read();
    }
  }

  /** Starts it; it holds the lock then. */
  static Process start(Path file) throws Exception {
    Path classes = Watched.classes();
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            classes.toString(),
            LockHolder.class.getName(),
            file.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = process.inputReader().readLine();
    if (!"held".equals(said)) {
      throw new AssertionError(said);
    }
    return process;
  }
}
