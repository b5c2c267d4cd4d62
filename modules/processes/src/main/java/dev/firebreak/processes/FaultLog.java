package dev.firebreak.processes;

import dev.firebreak.api.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The story of a supervisor, for a person who reads it at night: a sentence an event, the day once,
 * warnings marked with {@code !} and alarms with {@code !!}.
 *
 * <pre>
 * == Sunday, 22 November 2026, times of Europe/Berlin (+01:00) ==
 * 14:50:01.123   shop/web#3 pid 4711: ready after 61.0 ms, 64.2 ms after the end of the one before
 * 14:51:17.004 ! shop/web#3 pid 4711: ended with signal 9 (SIGKILL) after 76.0 s: ...
 * </pre>
 *
 * It is {@code fault.log} in the state folder, whatever logging the program has; the same sentences
 * go to the logger {@code dev.firebreak.faults}. Details are left to the event file.
 */
final class FaultLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.faults");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final RotatingFile file;
  private final ZoneId zone = ZoneId.systemDefault();
  private @Nullable LocalDate day;

  FaultLog(Path folder, Rotation rotation) {
    this.file =
        new RotatingFile(
            folder.resolve("fault.log"),
            rotation,
            (lines, why) -> "!! " + lines + " lines of this story were lost: " + why,
            LOG::warn);
  }

  void write(Event event) {
    String sentence = event.sentence();
    switch (event.weight()) {
      case DETAIL -> {
        LOG.debug("{}", sentence);
        return;
      }
      case NORMAL -> LOG.info("{}", sentence);
      case WARNING -> LOG.warn("{}", sentence);
      case ALARM -> LOG.error("{}", sentence);
    }
    String mark =
        switch (event.weight()) {
          case DETAIL, NORMAL -> "  ";
          case WARNING -> "! ";
          case ALARM -> "!!";
        };
    ZonedDateTime at = event.at().atZone(zone);
    StringBuilder text = new StringBuilder();
    if (!at.toLocalDate().equals(day)) {
      day = at.toLocalDate();
      text.append("== ").append(DAY.format(at)).append(", times of ").append(zone.getId());
      text.append(" (").append(at.getOffset()).append(") ==\n");
    }
    text.append(TIME.format(at)).append(' ').append(mark).append(' ');
    text.append(sentence.replace("\n", "\n                ")).append('\n');
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    file.write(bytes, bytes.length, 1, true);
  }

  @Override
  public void close() {
    file.close();
  }
}
