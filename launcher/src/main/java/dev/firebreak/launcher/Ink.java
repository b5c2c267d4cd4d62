package dev.firebreak.launcher;

import dev.firebreak.api.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Colours, where the stream is a terminal and nobody asked for none. */
enum Ink {
  /** Without colours. */
  PLAIN,
  /** With them. */
  COLOURED;

  /** When to colour. */
  enum When {
    /** On a terminal, unless NO_COLOR is set. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER
  }

  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  static Ink ofStdout(When when) {
    return of(when, STDOUT);
  }

  static Ink ofStderr(When when) {
    return of(when, STDERR);
  }

  private static Ink of(When when, int descriptor) {
    return switch (when) {
      case ALWAYS -> COLOURED;
      case NEVER -> PLAIN;
      case AUTO -> {
        String no = System.getenv("NO_COLOR");
        boolean asked = no != null && !no.isEmpty();
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        yield !asked && !dumb && terminal(descriptor) ? COLOURED : PLAIN;
      }
    };
  }

  /** Whether a descriptor of this process is a terminal. */
  static boolean terminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return Objects.requireNonNull(System.console()).isTerminal(); // another system
    }
  }

  String good(String text) {
    return paint("32", text);
  }

  String warn(String text) {
    return paint("33", text);
  }

  String bad(String text) {
    return paint("1;31", text);
  }

  String faint(String text) {
    return paint("2", text);
  }

  String strong(String text) {
    return paint("1", text);
  }

  String by(Event.Weight weight, String text) {
    return switch (weight) {
      case DETAIL -> faint(text);
      case NORMAL -> text;
      case WARNING -> warn(text);
      case ALARM -> bad(text);
    };
  }

  private String paint(String code, String text) {
    return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
