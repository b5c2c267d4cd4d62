package dev.firebreak.launcher;

import dev.firebreak.api.Verdict;
import dev.firebreak.processes.Incident;
import dev.firebreak.processes.Incidents;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One incident for a person who was woken by it: what died, when and why first, then what that
 * rests on, then where the rest is and what to do.
 */
final class IncidentPage {
  private static final int TAIL = 12;
  private static final int WIDTH = 160;
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm:ss", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  private final Path folder;
  private final Incident incident;
  private final Ink ink;

  IncidentPage(Incidents.Kept kept, Ink ink) {
    this.folder = kept.folder();
    this.incident = kept.incident();
    this.ink = ink;
  }

  void print(PrintStream out) {
    Verdict verdict = incident.verdict();
    Duration ago = Duration.between(incident.at(), Instant.now());
    out.println(
        ink.strong("%s died: %s".formatted(incident.process(), verdict.cause()))
            + " (%s)".formatted(verdict.confidence().name().toLowerCase(Locale.ROOT)));
    out.println(ink.warn(safe(verdict.sentence())));
    out.println();
    Table head = new Table();
    head.row("  when", "%s, %s ago".formatted(WHEN.format(incident.at()), Spans.shortly(ago)));
    head.row("  ran", "%s, for %s".formatted(incident.program(), Spans.shortly(incident.ran())));
    head.row("  was", incident.stage().words());
    head.row("  again", again());
    head.print(out);
    numbers(out, verdict.numbers());
    section(out, "last words, left in memory", incident.words());
    tail(out, "stdout.txt", "the end of stdout");
    tail(out, "stderr.txt", "the end of stderr");
    evidence(out);
    section(out, "what to do next", NextSteps.of(incident, folder));
  }

  private String again() {
    return incident.times() <= 1
        ? "no: it is the first of its kind (fingerprint %s)".formatted(incident.fingerprint())
        : "yes: the same crash for the %s time, first seen %s (fingerprint %s)"
            .formatted(
                Incident.ordinal(incident.times()),
                WHEN.format(incident.first()),
                incident.fingerprint());
  }

  private void numbers(PrintStream out, Map<String, String> numbers) {
    if (numbers.isEmpty()) {
      return;
    }
    title(out, "the numbers");
    Table table = new Table();
    numbers.forEach((name, value) -> table.row("  " + safe(name), safe(value)));
    table.print(out);
  }

  private void tail(PrintStream out, String file, String title) {
    if (incident.files().contains(file)) {
      try {
        List<String> lines = Files.readAllLines(folder.resolve(file));
        section(
            out,
            title,
            lines.subList(Math.max(0, lines.size() - TAIL), lines.size()).stream()
                .map(IncidentPage::narrow)
                .toList());
      } catch (IOException e) {
        section(out, title, List.of("(%s cannot be read: %s)".formatted(file, e.getMessage())));
      }
    }
  }

  private static String narrow(String line) {
    return line.length() > WIDTH ? line.substring(0, WIDTH) + "..." : line;
  }

  private void evidence(PrintStream out) {
    title(out, "the evidence, in " + folder);
    Table table = new Table();
    incident.files().forEach(file -> table.row("  " + file, ink.faint(meaning(file))));
    table.print(out);
  }

  private static String meaning(String file) {
    return switch (file) {
      case "hs_err.log" -> "the JVM's own account of the crash";
      case "last-words.txt" -> "what the child had left in memory";
      case "launch.txt" -> "its command line, modules and grants, names of its environment";
      case "stderr.txt" -> "the end of its stderr";
      case "stdout.txt" -> "the end of its stdout";
      case "threads.txt" -> "what its threads did, as its JVM wrote it";
      case "gc.txt" -> "the end of its log of garbage collections";
      case "recording.jfr" -> "the end of its recording: jfr print, or JDK Mission Control";
      case "heap-dump.txt" -> "where the dump of its heap is";
      default -> "";
    };
  }

  private void section(PrintStream out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      title(out, title);
      lines.forEach(line -> out.println("  " + safe(line)));
    }
  }

  private void title(PrintStream out, String title) {
    out.println();
    out.println(ink.strong(title + ":"));
  }

  /** Without what would move the cursor: a child's words are not to be trusted with a terminal. */
  static String safe(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .map(each -> Character.isISOControl(each) && each != '\n' && each != '\t' ? ' ' : each)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }
}
