package dev.firebreak.worker;

/** A function or an argument is not here as it is there; the cause is what is told. */
final class Unfit extends Exception {
  private static final long serialVersionUID = 1;

  private final int kind;

  /**
   * Of a kind of result.
   *
   * @param kind NOT_LOADED or NOT_DECODED, see {@link dev.firebreak.link.Board}
   */
  Unfit(int kind, Throwable cause) {
    super(null, cause, false, false);
    this.kind = kind;
  }

  int kind() {
    return kind;
  }

  Throwable told() {
    Throwable cause = getCause();
    return cause == null ? this : cause;
  }
}
