package dev.firebreak.processes;

import dev.firebreak.api.Verdict;
import java.nio.file.Path;
import java.util.Locale;

/** An incident as a text for people, as {@code summary.txt} says it. */
final class Summary {
  private Summary() {}

  static String of(Incident incident, Path folder) {
    Verdict verdict = incident.verdict();
    StringBuilder text = new StringBuilder();
    text.append("incident ").append(incident.id()).append('\n');
    text.append(incident.process()).append(", running ").append(incident.program()).append('\n');
    text.append("ended at ").append(incident.at()).append(" with ").append(incident.exit());
    text.append(" while ").append(incident.stage().words()).append(", after ");
    text.append(incident.ran().toMillis()).append(" ms\n\n");
    text.append(verdict.cause()).append(" (");
    text.append(verdict.confidence().name().toLowerCase(Locale.ROOT)).append("): ");
    text.append(verdict.sentence()).append('\n');
    verdict
        .numbers()
        .forEach((name, value) ->
            text.append("  ").append(name).append(": ").append(Words.clean(value)).append('\n'));
    text.append('\n').append(again(incident)).append('\n');
    if (!incident.words().isEmpty()) {
      text.append("\nlast words:\n");
      incident.words().forEach(line -> text.append("  ").append(line).append('\n'));
    }
    text.append("\nevidence in ").append(folder).append(": ");
    text.append(String.join(", ", incident.files())).append('\n');
    return text.toString();
  }

  /** Whether the like was seen before. */
  static String again(Incident incident) {
    return incident.times() <= 1
        ? "the first of its kind (fingerprint %s)".formatted(incident.fingerprint())
        : "the same crash, %s time, first seen %s (fingerprint %s)"
            .formatted(
                Incident.ordinal(incident.times()), incident.first(), incident.fingerprint());
  }
}
