package dev.firebreak.launcher;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Defaults;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Liveness;
import dev.firebreak.api.Program;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.Restart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Reads one {@code [child.NAME]} of a specification file. */
final class ChildReader {
  private final Section section;
  private final Faults faults;
  private final Path base;

  ChildReader(Section section, Path base) {
    this.section = section;
    this.faults = section.faults();
    this.base = base;
  }

  /**
   * The child, unless its name is none. Where a part of it is faulty, which is told, a stand-in is
   * in its place, so that the rest can be held against its siblings: all faults are told at once.
   */
  Optional<ChildSpec> read(String name) {
    int before = faults.all().size();
    Optional<Program> program = new ProgramReader(section, base).read();
    Restart restart = section.choice("restart", Restart.values()).orElse(Restart.PERMANENT);
    boolean significant = section.flag("significant").orElse(false);
    List<String> after =
        section.texts("after").orElse(List.of()).stream()
            .filter(sibling -> !sibling.equals(name)) // told with the other circles
            .toList();
    Grants grants = grants();
    ChildSpec.Jvm jvm = jvm();
    Readiness ready = ready().orElseGet(Readiness.MainReached::new);
    Optional<Liveness> alive = alive();
    Optional<Limits> limits = limits();
    Optional<Backoff> backoff = backoff();
    int spares = section.whole("spares", 0, 8).orElse(0);
    section.close();
    if (!SpecFile.isName(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ChildSpec(
              name,
              program.orElseGet(() -> new Program.Jar(base, List.of())),
              restart,
              significant,
              after,
              grants,
              jvm,
              ready,
              alive,
              limits.orElse(Limits.DEFAULT),
              backoff.orElse(Backoff.NONE),
              spares));
    } catch (IllegalArgumentException e) {
      if (faults.all().size() == before) {
        faults.add(section.head(), String.valueOf(e.getMessage()).replace("%", "%%"));
      }
      return Optional.empty();
    }
  }

  private Grants grants() {
    Set<Grants.Capability> capabilities = EnumSet.noneOf(Grants.Capability.class);
    for (String word : section.texts("capabilities").orElse(List.of())) {
      section.choice("capabilities", word, Grants.Capability.values()).ifPresent(capabilities::add);
    }
    Grants modules = section.texts("grants").map(Grants::of).orElseGet(Grants::derived);
    List<String> opens = section.texts("opens").orElse(List.of());
    for (String open : opens) {
      if (!open.matches("[\\w.]+/[\\w.]+=[\\w.,-]+")) {
        faults.add(
            section.at("opens"),
            "[%s] opens: \"%s\" is not MODULE/PACKAGE=TARGET, as java --add-opens takes it",
            section.path(),
            open);
      }
    }
    return modules.with(capabilities.toArray(Grants.Capability[]::new)).opening(opens);
  }

  private ChildSpec.Jvm jvm() {
    Optional<ByteSize> heap = section.size("heap");
    List<String> options = section.texts("options").orElse(List.of());
    Optional<Path> directory = section.text("directory").map(base::resolve).map(Path::normalize);
    if (directory.isPresent() && !Files.isDirectory(directory.get())) {
      faults.add(
          section.at("directory"),
          "[%s] directory: there is no folder %s",
          section.path(),
          directory.get());
    }
    for (String option : options) {
      if (!option.startsWith("-")) {
        faults.add(
            section.at("options"),
            "[%s] options: \"%s\" is no flag of java; arguments of the program go to args",
            section.path(),
            option);
      }
    }
    return new ChildSpec.Jvm(
        heap, options, section.pairs("environment"), directory, section.flag("lean").orElse(false));
  }

  private Optional<Readiness> ready() {
    Optional<Section.Found> found = section.find("ready");
    if (found.isPresent() && found.get().value() instanceof String) {
      String word = (String) found.get().value();
      return switch (word) {
        case "main" -> Optional.of(new Readiness.MainReached());
        case "called" -> Optional.of(new Readiness.Called());
        default -> {
          faults.add(
              found.get().at(),
              "[%s] ready = \"%s\": give \"main\", \"called\", { output = \"PATTERN\" },"
                  + " { port = 8080 } or { command = [\"...\"] }%s",
              section.path(),
              word,
              Closest.hint(word, List.of("main", "called")));
          yield Optional.empty();
        }
      };
    }
    return section.table("ready").flatMap(table -> sign(table, true));
  }

  private Optional<Readiness> sign(Section table, boolean output) {
    Optional<Readiness> pattern =
        output ? table.text("output").flatMap(this::pattern) : Optional.empty();
    Optional<Readiness> port = table.whole("port", 1, 65535).map(Readiness.Port::new);
    Optional<Readiness> command =
        table.texts("command").filter(words -> !words.isEmpty()).map(Readiness.Command::new);
    if (output) {
      table.close();
    }
    List<Readiness> signs = Stream.of(pattern, port, command).flatMap(Optional::stream).toList();
    if (signs.isEmpty() && Stream.of("output", "port", "command").anyMatch(table::has)) {
      return Optional.empty(); // its own fault is told already
    }
    if (signs.size() != 1) {
      faults.missing(
          table.head(),
          "[%s] %s",
          table.path(),
          signs.isEmpty()
              ? "says not what to look for: give " + (output ? "output, " : "") + "port or command"
              : "looks for two things: keep one of " + String.join(", ", table.keys()));
      return Optional.empty();
    }
    return Optional.of(signs.getFirst());
  }

  private Optional<Readiness> pattern(String text) {
    try {
      var _ = Pattern.compile(text);
      return Optional.of(new Readiness.Output(text));
    } catch (PatternSyntaxException e) {
      faults.add(
          section.at("ready"),
          "[%s] ready: \"%s\" is no pattern: %s",
          section.path(),
          text,
          e.getDescription());
      return Optional.empty();
    }
  }

  private Optional<Liveness> alive() {
    return section.table("alive").flatMap(this::alive);
  }

  private Optional<Liveness> alive(Section table) {
    Duration every = table.span("every").orElse(Duration.ofSeconds(10));
    Duration timeout = table.span("timeout").orElse(Duration.ofSeconds(2));
    int failures = table.whole("failures", 1, 1000).orElse(3);
    Optional<Readiness> probe = sign(table, false);
    table.close();
    if (timeout.compareTo(every) > 0) {
      faults.add(
          table.at("timeout"),
          "[%s] %s is longer than %s: questions would pile up",
          table.path(),
          table.side("timeout", Spans.exact(timeout)),
          table.side("every", Spans.exact(every)));
      return Optional.empty();
    }
    if (!every.isPositive() || !timeout.isPositive()) {
      faults.add(table.head(), "[%s] every and timeout must be above 0", table.path());
      return Optional.empty();
    }
    return probe.map(sign -> new Liveness(sign, every, timeout, failures));
  }

  private Optional<Limits> limits() {
    Optional<Section> table = section.table("limits");
    if (table.isEmpty()) {
      return Optional.of(Limits.DEFAULT);
    }
    return new LimitsReader(table.get()).read();
  }

  private Optional<Backoff> backoff() {
    Optional<Section.Found> found = section.find("backoff");
    if (found.isPresent() && found.get().value() instanceof String word) {
      if (!word.equals("none")) {
        faults.add(
            found.get().at(),
            "[%s] backoff = \"%s\": give \"none\" or a table such as { first = \"100ms\", cap ="
                + " \"30s\" }",
            section.path(),
            word);
      }
      return Optional.of(Backoff.NONE);
    }
    Optional<Section> table = section.table("backoff");
    return table.isEmpty() ? Optional.of(Defaults.BACKOFF) : backoff(table.get());
  }

  private Optional<Backoff> backoff(Section table) {
    Backoff usual = Defaults.BACKOFF;
    Duration first = table.span("first").orElse(usual.first());
    double factor = table.number("factor", 1, 100).orElse(usual.factor());
    Duration cap = table.span("cap").orElse(usual.cap());
    double jitter = table.number("jitter", 0, 1).orElse(usual.jitter());
    Duration reset = table.span("reset").orElse(usual.reset());
    table.close();
    if (cap.compareTo(first) < 0) {
      faults.add(
          table.at("cap"),
          "[%s] %s is under %s",
          table.path(),
          table.side("cap", Spans.exact(cap)),
          table.side("first", Spans.exact(first)));
      return Optional.empty();
    }
    if (!reset.isPositive()) {
      faults.add(table.at("reset"), "[%s] reset must be above 0", table.path());
      return Optional.empty();
    }
    return Optional.of(new Backoff(first, factor, cap, jitter, reset));
  }
}
