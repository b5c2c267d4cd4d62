package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Who goes to the background does so once, however it was asked for. */
final class DetachTest {
  @ParameterizedTest
  @ValueSource(strings = {"--detach", "-d", "-dv", "-vd", "--detach=true"})
  void theProcessInTheBackgroundStartsNoFurtherOne(String how) {
    List<String> given = List.of("up", "shop.toml", how);

    assertTrue(leaves(given));
    assertFalse(leaves(Detach.again(given)), "each would start the next one without end");
  }

  private static boolean leaves(List<String> arguments) {
    UpCommand command = new UpCommand();
    new CommandLine(command)
        .parseArgs(arguments.subList(1, arguments.size()).toArray(String[]::new));
    return command.leaves();
  }
}
