package dev.firebreak.launcher;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Spec;
import java.util.List;
import java.util.Optional;

/**
 * A child as its file tells it.
 *
 * @param section its table
 * @param spec empty if faults keep it from being one
 */
record Draft(Section section, String name, Optional<Spec> spec) {
  /** The siblings that it waits for, also where other keys are faulty. */
  List<String> after() {
    return section.find("after").isPresent()
            && section.find("after").get().value() instanceof org.tomlj.TomlArray names
        ? names.toList().stream().map(String::valueOf).toList()
        : List.of();
  }

  Optional<ChildSpec> child() {
    return spec.filter(ChildSpec.class::isInstance).map(ChildSpec.class::cast);
  }

  /** {@code db (line 7)}. */
  String place() {
    return "%s (line %d)".formatted(name, section.head().line());
  }
}
