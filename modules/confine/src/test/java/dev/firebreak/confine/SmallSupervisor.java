package dev.firebreak.confine;

import java.nio.file.Path;
import java.util.List;

/**
 * A supervisor to kill: starts each script as a child, under a guardian, says so, and waits.
 *
 * <p>Arguments: the token, whether children are watched, then the scripts.
 */
final class SmallSupervisor {
  private static final Path NOTHING = Path.of("/dev/null");

  private SmallSupervisor() {}

  public static void main(String[] arguments) throws Exception {
    String token = arguments[0];
    boolean watch = arguments[1].equals("watched");
    Guardian guardian = Guardian.open(token);

    for (String script : List.of(arguments).subList(2, arguments.length)) {
      var builder =
          new ProcessBuilder(Session.command(List.of("sh", "-c", script), NOTHING, NOTHING));
      builder.environment().put(Guardian.MARK, token);
      Process child = builder.start();
      if (watch) {
        guardian.watch(child.pid());
      }
    }

    System.out.println(guardian.pid());
    int end = System.in.read();
    guardian.close();
    System.exit(end == -1 ? 0 : 1);
  }
}
