package dev.firebreak.faults;

import java.util.Locale;

/** What faults have in common. */
public enum Group {
  /** It ends by itself. */
  EXIT,
  /** Something is full. */
  MEMORY,
  /** It does not go on. */
  STUCK,
  /** Native code goes wrong. */
  NATIVE,
  /** A signal comes. */
  SIGNAL,
  /** It writes, or opens, too much. */
  OUTPUT,
  /** It changes what others rely on. */
  STATE,
  /** It says what it must not. */
  PROTOCOL,
  /** It starts other programs. */
  PROCESS;

  /** Its name for people and machines. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
