package dev.firebreak.launcher;

import dev.firebreak.api.Event;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** An event as a line for people: when, and what happened, with a mark where it matters. */
final class EventLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private EventLine() {}

  static String of(Event event, Ink ink) {
    String mark =
        switch (event.weight()) {
          case DETAIL, NORMAL -> "  ";
          case WARNING -> "! ";
          case ALARM -> "!!";
        };
    String sentence = event.sentence().replace("\n", "\n                ");
    String words =
        event instanceof Event.Ready ? ink.good(sentence) : ink.by(event.weight(), sentence);
    return ink.faint(TIME.format(event.at())) + " " + ink.by(event.weight(), mark) + " " + words;
  }
}
