package dev.firebreak.launcher;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;

/**
 * The faults and warnings of one specification file, in the order of their lines.
 *
 * <p>In a file that could not be parsed whole, what seems missing may stand in the part that was
 * not understood: {@link #missing} is silent there.
 */
final class Faults {
  private final SortedSet<Fault> faults = new TreeSet<>();
  private final SortedSet<Fault> warnings = new TreeSet<>();
  private boolean partly;

  void syntax(TomlPosition at, @Nullable String message) {
    partly = true;
    add(at, "TOML: " + message);
  }

  void add(TomlPosition at, String sentence, @Nullable Object... values) {
    faults.add(fault(at, sentence, values));
  }

  void missing(TomlPosition at, String sentence, @Nullable Object... values) {
    if (!partly) {
      add(at, sentence, values);
    }
  }

  void warn(TomlPosition at, String sentence, @Nullable Object... values) {
    warnings.add(fault(at, sentence, values));
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  List<Fault> all() {
    return List.copyOf(faults);
  }

  List<Fault> warnings() {
    return List.copyOf(warnings);
  }

  private static Fault fault(TomlPosition at, String sentence, @Nullable Object... values) {
    String words = values.length == 0 ? sentence : sentence.formatted(values);
    return new Fault(at.line(), at.column(), words);
  }
}
