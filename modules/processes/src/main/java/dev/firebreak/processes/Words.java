package dev.firebreak.processes;

import dev.firebreak.link.LastWords;
import dev.firebreak.supervisor.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Last words as lines for people; what the child wrote is kept to one line each. */
final class Words {
  private Words() {}

  /**
   * The lines.
   *
   * @param collection the last one, of which the child itself knows nothing
   * @param end when it ended, which moments are told by
   */
  static List<String> lines(
      LastWords words, Optional<Evidence.Collection> collection, Instant end) {
    List<String> lines = new ArrayList<>();
    words
        .now()
        .ifPresent(now -> {
          lines.add(
              "%s: %s, heap %d MB in use (garbage included) of %d MB, at most %d MB"
                  .formatted(
                      before(now.at(), end),
                      lower(now.phase()),
                      now.used() >> 20,
                      now.committed() >> 20,
                      now.max() >> 20));
          if (now.progress() > 0) {
            lines.add(
                "progress reports: %d%s"
                    .formatted(
                        now.progress(),
                        now.note().isEmpty() ? "" : ", the last: " + clean(now.note())));
          }
        });
    collection.ifPresent(last ->
        lines.add(
            "%s: heap %d MB after the last collection, %s"
                .formatted(before(last.ago()), last.left() >> 20, last.what())));
    if (words.task() >= 0) {
      lines.add("it was running task %d".formatted(words.task()));
    }
    for (LastWords.Mark mark : words.marks()) {
      lines.add(
          "%s: %s%s"
              .formatted(
                  before(mark.at(), end),
                  lower(mark.kind()),
                  mark.text().isEmpty() ? "" : ": " + clean(mark.text())));
    }
    words
        .problem()
        .ifPresent(problem -> {
          lines.add(
              "%s: last exception, in %s: %s%s"
                  .formatted(
                      before(problem.at(), end),
                      clean(problem.where()),
                      clean(problem.type()),
                      problem.message().isEmpty() ? "" : ": " + clean(problem.message())));
          problem.frames().lines().forEach(frame -> lines.add("    at " + clean(frame)));
        });
    if (words.torn() > 0) {
      lines.add("%d of its records were cut short by the end".formatted(words.torn()));
    }
    return lines;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String before(long at, Instant end) {
    return before(Duration.between(Instant.ofEpochMilli(at), end));
  }

  private static String before(Duration span) {
    return "%.1f s before its end was seen".formatted(span.toMillis() / 1e3);
  }

  /** Without what would move a terminal's cursor. */
  static String clean(String text) {
    return text.codePoints()
        .map(each -> Character.isISOControl(each) ? ' ' : each)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
