package dev.firebreak.launcher;

import dev.firebreak.api.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of a specification file, read key by key. A value of the wrong kind becomes a fault and
 * counts as not given; keys that nobody asked for become faults in {@link #close}. A key that the
 * table does not hold is looked for in its fallback, as children do in {@code [defaults]}.
 */
final class Section {
  private final String path;
  private final TomlTable table;
  private final TomlPosition head;
  private final Faults faults;
  private final @Nullable Section fallback;
  private final Set<String> known = new LinkedHashSet<>();

  Section(
      String path, TomlTable table, TomlPosition head, Faults faults, @Nullable Section fallback) {
    this.path = path;
    this.table = table;
    this.head = head;
    this.faults = faults;
    this.fallback = fallback;
  }

  /** A value, where its key stands and in which table. */
  record Found(Object value, TomlPosition at, String table) {
    private String name(String key) {
      return table.isEmpty() ? key : "[%s] %s".formatted(table, key);
    }
  }

  /** What the file calls this table, such as {@code child.web}. */
  String path() {
    return path;
  }

  TomlPosition head() {
    return head;
  }

  Faults faults() {
    return faults;
  }

  Set<String> keys() {
    return table.keySet();
  }

  /** Says that these keys are no surprise, though nobody may ask for them. */
  void expect(Collection<String> keys) {
    keys.forEach(this::know);
  }

  /** Where the key stands, here or in the fallback; else the head of this table. */
  TomlPosition at(String key) {
    return find(key).map(Found::at).orElse(head);
  }

  /** {@code intensity (line 4)}, or {@code silence (the default)}: one side of a conflict. */
  String side(String key, String value) {
    return side(key, value, key);
  }

  String side(String shown, String value, String key) {
    return find(key)
        .map(found -> "%s = %s (line %d)".formatted(shown, value, found.at().line()))
        .orElse("%s = %s (the default)".formatted(shown, value));
  }

  /** The same table with another fallback. */
  Section fallingBackTo(@Nullable Section other) {
    return new Section(path, table, head, faults, other);
  }

  boolean has(String key) {
    return find(key).isPresent();
  }

  /** Whether this very table holds the key. */
  boolean hasOwn(String key) {
    return table.keySet().contains(key);
  }

  Optional<Found> find(String key) {
    know(key);
    Object value = table.get(List.of(key));
    if (value != null) {
      TomlPosition at = table.inputPositionOf(List.of(key));
      return Optional.of(new Found(value, at == null ? head : at, path));
    }
    return fallback == null ? Optional.empty() : fallback.find(key);
  }

  private void know(String key) {
    known.add(key);
    if (fallback != null) {
      fallback.know(key);
    }
  }

  Optional<String> text(String key) {
    return find(key)
        .flatMap(found ->
            found.value() instanceof String text
                ? Optional.of(text)
                : wrong(found, key, "a text in quotes"));
  }

  Optional<Boolean> flag(String key) {
    return find(key)
        .flatMap(found ->
            found.value() instanceof Boolean flag
                ? Optional.of(flag)
                : wrong(found, key, "true or false"));
  }

  Optional<Integer> whole(String key, int least, int most) {
    return find(key)
        .flatMap(found -> {
          if (found.value() instanceof Long number && number >= least && number <= most) {
            return Optional.of(Math.toIntExact(number));
          }
          return wrong(found, key, "a whole number of %d to %d".formatted(least, most));
        });
  }

  Optional<Double> number(String key, double least, double most) {
    return find(key)
        .flatMap(found -> {
          if (found.value() instanceof Number number
              && number.doubleValue() >= least
              && number.doubleValue() <= most) {
            return Optional.of(number.doubleValue());
          }
          return wrong(found, key, "a number of %s to %s".formatted(least, most));
        });
  }

  Optional<Duration> span(String key) {
    return find(key)
        .flatMap(found -> {
          if (found.value() instanceof String text) {
            return parsed(found, key, () -> Spans.parse(text));
          }
          return wrong(found, key, "a time in quotes with its unit, such as \"30s\"");
        });
  }

  Optional<ByteSize> size(String key) {
    return find(key)
        .flatMap(found -> {
          if (found.value() instanceof String text) {
            return parsed(found, key, () -> ByteSize.parse(text));
          }
          return wrong(found, key, "a size in quotes with its unit, such as \"128m\"");
        });
  }

  /** One of an enum's constants, written in lower case with dashes. */
  <E extends Enum<E>> Optional<E> choice(String key, E[] choices) {
    return text(key).flatMap(word -> choice(key, word, choices));
  }

  <E extends Enum<E>> Optional<E> choice(String key, String word, E[] choices) {
    List<String> words = new ArrayList<>();
    for (E choice : choices) {
      String name = choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(word)) {
        return Optional.of(choice);
      }
      words.add(name);
    }
    faults.add(
        at(key),
        "%s = \"%s\": there is no such choice, only %s%s",
        find(key).orElseThrow().name(key),
        word,
        String.join(", ", words),
        Closest.hint(word, words));
    return Optional.empty();
  }

  Optional<List<String>> texts(String key) {
    return find(key).flatMap(found -> texts(found, key));
  }

  private Optional<List<String>> texts(Found found, String key) {
    if (found.value() instanceof TomlArray array) {
      List<Object> values = array.toList();
      if (values.stream().allMatch(String.class::isInstance)) {
        return Optional.of(values.stream().map(String.class::cast).toList());
      }
    }
    return wrong(found, key, "a list of texts, such as [\"a\", \"b\"]");
  }

  /** All keys of a table of texts, those of the fallback first. */
  Map<String, String> pairs(String key) {
    Map<String, String> all = new LinkedHashMap<>();
    table(key).ifPresent(section -> section.pairsInto(all));
    return all;
  }

  private void pairsInto(Map<String, String> all) {
    if (fallback != null) {
      fallback.pairsInto(all);
    }
    for (String key : table.keySet()) {
      text(key).ifPresent(value -> all.put(key, value));
    }
  }

  /** A table within this one, which falls back to the same table within the fallback. */
  Optional<Section> table(String key) {
    know(key);
    Optional<Section> inherited = fallback == null ? Optional.empty() : fallback.table(key);
    if (!table.keySet().contains(key)) {
      return inherited;
    }
    Found found = find(key).orElseThrow();
    if (found.value() instanceof TomlTable inner) {
      return Optional.of(
          new Section(
              path.isEmpty() ? key : path + "." + key,
              inner,
              found.at(),
              faults,
              inherited.orElse(null)));
    }
    return wrong(found, key, "a table");
  }

  /** Makes every key a fault that was not asked for, here and in the fallback. */
  void close() {
    if (fallback != null) {
      fallback.close();
    }
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        TomlPosition at = table.inputPositionOf(List.of(key));
        faults.add(
            at == null ? head : at,
            "%s: unknown key \"%s\"%s",
            path.isEmpty() ? "the file" : "[" + path + "]",
            key,
            known.isEmpty()
                ? ""
                : Closest.to(key, known)
                    .map(" (did you mean \"%s\"?)"::formatted)
                    .orElse(" (known are " + String.join(", ", known) + ")"));
      }
    }
  }

  private <T> Optional<T> wrong(Found found, String key, String wanted) {
    faults.add(found.at(), "%s is %s; give %s", found.name(key), kind(found.value()), wanted);
    return Optional.empty();
  }

  private <T> Optional<T> parsed(Found found, String key, java.util.function.Supplier<T> parser) {
    try {
      return Optional.of(parser.get());
    } catch (IllegalArgumentException e) {
      faults.add(found.at(), "%s: %s", found.name(key), e.getMessage());
      return Optional.empty();
    }
  }

  private static String kind(Object value) {
    return switch (value) {
      case String text -> "the text \"" + text + "\"";
      case Long number -> "the number " + number;
      case Double number -> "the number " + number;
      case Boolean flag -> "the flag " + flag;
      case TomlArray _ -> "a list";
      case TomlTable _ -> "a table";
      default -> "a date or time";
    };
  }
}
