package dev.firebreak.lab;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Something that happened in a trial. A line of a file, where it happened in another JVM: what is
 * written there stays, however that JVM ends.
 *
 * @param at by the wall clock, which the JVMs of a machine share
 * @param task which; {@link #FAULTY} for the faulty one, {@link #NONE} where it is about none
 * @param worker where it ran, as its pool says; empty where that is not known
 * @param text an answer, or a sentence
 */
record Moment(Instant at, Kind kind, int task, String worker, String text) {
  static final int FAULTY = -1;
  static final int NONE = -2;

  /** What happened. */
  enum Kind {
    /** A pool is about to be opened. */
    OPENING,
    /** The first worker of the pool is ready. */
    READY,
    /** The tasks are submitted. */
    SUBMITTED,
    /** A task began. */
    BEGUN,
    /** It gave a value. */
    VALUE,
    /** It threw. */
    FAILED,
    /** Its limit struck. */
    LIMIT,
    /** Its worker died. The text is cause, confidence and sentence. */
    CRASH,
    /** The place of the faulty task takes work again. */
    BACK,
    /** A process was left in the system. The text is its pid. */
    PROCESS,
    /** All tasks have ended. */
    DONE,
    /** Not all of them have, and time is up. */
    GIVEN_UP,
    /** The processor time of this JVM and its ended children so far. The text is milliseconds. */
    CPU
  }

  static Moment now(Kind kind) {
    return new Moment(Instant.now(), kind, NONE, "", "");
  }

  /** Whether a task ended by it. */
  boolean isEnd() {
    return switch (kind) {
      case VALUE, FAILED, LIMIT, CRASH -> true;
      case OPENING, READY, SUBMITTED, BEGUN, BACK, PROCESS, DONE, GIVEN_UP, CPU -> false;
    };
  }

  String line() {
    return "%s %s %d %s %s\n".formatted(at, kind, task, encoded(worker), encoded(text));
  }

  /** All moments of a file; a last line that was cut off is left out. */
  static List<Moment> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Moment::parse).toList();
  }

  private static Moment parse(String line) {
    String[] words = line.split(" ", -1);
    return new Moment(
        Instant.parse(words[0]),
        Kind.valueOf(words[1]),
        Integer.parseInt(words[2]),
        decoded(words[3]),
        decoded(words[4]));
  }

  private static String encoded(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8);
  }

  private static String decoded(String word) {
    return URLDecoder.decode(word, StandardCharsets.UTF_8);
  }
}
