package dev.firebreak.launcher;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code firebreak completion}. */
@CommandLine.Command(
    name = "completion",
    description = "Print the script that completes commands and options in a shell.",
    footer = {
      "",
      "Examples:",
      "  bash, now and for good:",
      "    source <(firebreak completion)",
      "    mkdir -p ~/.local/share/bash-completion/completions",
      "    firebreak completion > ~/.local/share/bash-completion/completions/firebreak",
      "  zsh, in ~/.zshrc:",
      "    autoload -U +X bashcompinit && bashcompinit && source <(firebreak completion zsh)"
    })
final class CompletionCommand extends Command {
  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      defaultValue = "bash",
      description = "bash or zsh; one script serves both. Default: bash.")
  private String shell = "bash";

  CompletionCommand() {}

  @Override
  public Integer call() {
    if (!shell.equals("bash") && !shell.equals("zsh")) {
      throw misused("there is no completion for \"%s\", only for bash and zsh".formatted(shell));
    }
    System.out.print(AutoComplete.bash("firebreak", Main.line("")));
    return Status.OK;
  }
}
