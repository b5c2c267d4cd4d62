package dev.firebreak.api;

/** Refuses a bad value with a sentence. */
final class Check {
  private Check() {}

  static void that(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(sentence.formatted(values));
    }
  }

  /** A name: a letter or digit, then up to 63 letters, digits, dots, dashes or underscores. */
  static String name(String what, String name) {
    that(
        name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"),
        "%s \"%s\": a name has 1 to 64 letters, digits, dots, dashes or underscores and begins with a"
            + " letter or digit",
        what,
        name);
    return name;
  }
}
