package dev.firebreak.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of the command {@code firebreak}. */
@Command(
    name = "firebreak",
    version = "firebreak 0.1.0",
    mixinStandardHelpOptions = true,
    description = "Runs each task in a JVM of its own: crash one, lose one.")
final class Main implements Runnable {
  Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
