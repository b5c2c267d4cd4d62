package dev.firebreak.worker;

import dev.firebreak.link.Board;

/** An item comes to no value; the cause is what is told. */
final class Fault extends Exception {
  private static final long serialVersionUID = 1;

  private final int kind;
  private final Throwable told;

  /**
   * Of a kind of result.
   *
   * @param kind THREW, NOT_LOADED or NOT_DECODED, see {@link Board}
   */
  Fault(int kind, Throwable told) {
    super(null, told, false, false);
    this.kind = kind;
    this.told = told;
  }

  /** Of whatever was thrown, a fault among it. */
  static Fault of(Throwable thrown) {
    return thrown instanceof Fault known ? known : new Fault(Board.THREW, thrown);
  }

  int kind() {
    return kind;
  }

  Throwable told() {
    return told;
  }
}
