package dev.firebreak.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tells the options of {@code firebreak run} from the flags of {@code java} and from the program's
 * own arguments, where {@code java} would: all that follows the main class, {@code -m M} or {@code
 * -jar F} is the program's, whatever it looks like.
 */
final class RunArguments {
  static final String FLAG = "--jvm-flag";

  private static final Set<String> WITH_VALUE =
      Set.of(
          "-p",
          "--module-path",
          "-cp",
          "-classpath",
          "--class-path",
          "--grant",
          "--allow",
          "--add-opens",
          "--restart",
          "--intensity",
          "--heap",
          "--spares",
          "--name",
          "--color");
  private static final Set<String> LAST = Set.of("-m", "--module", "-jar", "--jar");
  private static final List<String> FLAGS =
      List.of(
          "-X",
          "-D",
          "-ea",
          "-da",
          "-esa",
          "-dsa",
          "-agentlib:",
          "-agentpath:",
          "-javaagent:",
          "-verbose",
          "-enableassertions",
          "-disableassertions");

  private RunArguments() {}

  /** The arguments as picocli reads them. */
  static String[] rewrite(String[] arguments) {
    List<String> rewritten = new ArrayList<>(List.of(arguments[0]));
    int i = 1;
    while (i < arguments.length) {
      String argument = arguments[i];
      boolean value = WITH_VALUE.contains(argument) || LAST.contains(argument);
      if (argument.startsWith("-J")) {
        rewritten.add(FLAG + "=" + argument.substring(2));
      } else if (FLAGS.stream().anyMatch(argument::startsWith)) {
        rewritten.add(FLAG + "=" + argument);
      } else if (argument.equals("--")) {
        break;
      } else if (argument.startsWith("-") && argument.length() > 1) {
        rewritten.add(argument);
        if (value && i + 1 < arguments.length) {
          i++;
          rewritten.add(arguments[i]);
        }
        if (LAST.contains(argument) || argument.startsWith("--module=")) {
          i++;
          break;
        }
      } else {
        break;
      }
      i++;
    }
    if (i < arguments.length) {
      if (!arguments[i].equals("--")) {
        rewritten.add("--");
      }
      rewritten.addAll(List.of(arguments).subList(i, arguments.length));
    }
    return rewritten.toArray(String[]::new);
  }
}
