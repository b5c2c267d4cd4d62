package dev.firebreak.launcher;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all subcommands share. */
abstract class Command implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      converter = WhenConverter.class,
      description =
          "Colours: auto (on a terminal, unless NO_COLOR is set), always or never."
              + " Default: auto.")
  Ink.When colour = Ink.When.AUTO;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  Ink ink() {
    return Ink.ofStdout(colour);
  }

  /** Refuses the command line, with the way to its help. */
  CommandLine.ParameterException misused(String sentence) {
    return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
  }

  /** Reads the words that the help text shows. */
  static final class WhenConverter implements CommandLine.ITypeConverter<Ink.When> {
    @Override
    public Ink.When convert(String word) {
      return switch (word) {
        case "auto" -> Ink.When.AUTO;
        case "always" -> Ink.When.ALWAYS;
        case "never" -> Ink.When.NEVER;
        default ->
            throw new CommandLine.TypeConversionException(
                "\"%s\" is none of auto, always, never".formatted(word));
      };
    }
  }
}
