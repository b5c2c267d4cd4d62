package dev.firebreak.launcher;

import dev.firebreak.api.AutoShutdown;
import dev.firebreak.api.Defaults;
import dev.firebreak.api.Intensity;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Spec;
import dev.firebreak.api.Strategy;
import dev.firebreak.api.SupervisorSpec;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/**
 * Reads a specification file, as {@code firebreak up} takes it. All that can be known before
 * anything starts is looked at, and all faults are told at once.
 *
 * @param spec empty if there are faults
 * @param faults in the order of their lines
 * @param warnings likewise
 */
record SpecFile(Optional<SupervisorSpec> spec, List<Fault> faults, List<Fault> warnings) {
  private static final TomlPosition TOP = TomlPosition.positionAt(1, 1);

  /** Reads a file; its relative paths begin at its folder. */
  static SpecFile read(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    try {
      Path folder = whole.getParent();
      return parse(Files.readString(whole), folder == null ? whole : folder, name(whole));
    } catch (CharacterCodingException e) {
      return failed("it is not UTF-8 text");
    } catch (java.nio.file.NoSuchFileException e) {
      return failed(
          "there is no such file; `firebreak up --print-sample > firebreak.toml` makes one");
    } catch (IOException e) {
      return failed("it cannot be read: " + e);
    }
  }

  private static SpecFile failed(String sentence) {
    return new SpecFile(Optional.empty(), List.of(new Fault(0, 0, sentence)), List.of());
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.toml$", "");
    String clean = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return clean.isEmpty() ? "main" : clean.substring(0, Math.min(clean.length(), 64));
  }

  /**
   * Reads a text.
   *
   * @param base where its relative paths begin
   * @param usualName the supervisor's name where the text has none
   */
  static SpecFile parse(String text, Path base, String usualName) {
    TomlParseResult root = Toml.parse(text);
    Faults faults = new Faults();
    root.errors().forEach(error -> faults.syntax(error.position(), error.getMessage()));
    Section top = new Section("", root, TOP, faults, null);
    @Nullable Section defaults = top.table("defaults").orElse(null);
    String name = top.text("name").orElse(usualName);
    Optional<SupervisorSpec> spec = new SpecFile.Reader(base, defaults, faults).group(top, name);
    return new SpecFile(
        faults.isEmpty() ? spec : Optional.empty(), faults.all(), faults.warnings());
  }

  static boolean isName(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  }

  /** Walks through the supervisors of a file. */
  private record Reader(Path base, @Nullable Section defaults, Faults faults) {

    private Optional<SupervisorSpec> group(Section section, String name) {
      name(section, "supervisor", name, section.at("name"));
      Strategy strategy =
          section.choice("strategy", Strategy.values()).orElse(Strategy.ONE_FOR_ONE);
      Intensity intensity =
          section.table("intensity").map(this::intensity).orElse(Defaults.INTENSITY);
      AutoShutdown end =
          section.choice("auto-shutdown", AutoShutdown.values()).orElse(AutoShutdown.NEVER);
      boolean inner = !section.path().isEmpty();
      Restart restart =
          inner
              ? section.choice("restart", Restart.values()).orElse(Restart.PERMANENT)
              : Restart.PERMANENT;
      boolean significant = inner && section.flag("significant").orElse(false);
      List<String> after = inner ? section.texts("after").orElse(List.of()) : List.of();
      List<Draft> drafts = drafts(section);
      section.close();
      if (drafts.isEmpty()) {
        faults.missing(
            section.head(),
            "%s has no children: write a [%schild.NAME]",
            inner ? "[" + section.path() + "]" : "the file",
            inner ? section.path() + "." : "");
      }
      new Consistency(section, faults, drafts, intensity, end).check();
      if (!faults.isEmpty()) {
        return Optional.empty();
      }
      List<Spec> specs = drafts.stream().map(draft -> draft.spec().orElseThrow()).toList();
      return Optional.of(
          new SupervisorSpec(name, strategy, intensity, end, restart, significant, after, specs));
    }

    private List<Draft> drafts(Section section) {
      List<Draft> drafts = new ArrayList<>();
      section.table("child").ifPresent(all -> each(all, defaults, drafts, this::child));
      section.table("supervisor").ifPresent(all -> each(all, null, drafts, this::supervisor));
      drafts.sort(Comparator.comparingInt(draft -> draft.section().head().line()));
      return drafts;
    }

    private interface Kind {
      Optional<? extends Spec> read(Section section, String name);
    }

    private void each(Section all, @Nullable Section fallback, List<Draft> drafts, Kind kind) {
      for (String name : all.keys()) {
        Optional<Section> section = all.table(name).map(one -> one.fallingBackTo(fallback));
        if (section.isPresent()) {
          name(section.get(), "child", name, section.get().head());
          Optional<? extends Spec> spec = kind.read(section.get(), name);
          drafts.add(new Draft(section.get(), name, spec.map(Spec.class::cast)));
        }
      }
    }

    private Optional<? extends Spec> child(Section section, String name) {
      return new ChildReader(section, base).read(name);
    }

    private Optional<? extends Spec> supervisor(Section section, String name) {
      return group(section, name);
    }

    private Intensity intensity(Section table) {
      int restarts = table.whole("restarts", 0, 1_000_000).orElse(Defaults.INTENSITY.restarts());
      Duration period = table.span("period").orElse(Defaults.INTENSITY.period());
      table.close();
      if (!period.isPositive()) {
        faults.add(table.at("period"), "[%s] period must be above 0", table.path());
        return Defaults.INTENSITY;
      }
      return new Intensity(restarts, period);
    }

    private void name(Section section, String what, String name, TomlPosition at) {
      if (!isName(name)) {
        faults.add(
            at,
            "%s \"%s\"%s: a name has 1 to 64 letters, digits, dots, dashes or underscores and"
                + " begins with a letter or digit",
            what,
            name,
            section.path().isEmpty() ? "" : " [" + section.path() + "]");
      }
    }
  }
}
