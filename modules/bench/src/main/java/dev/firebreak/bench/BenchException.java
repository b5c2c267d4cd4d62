package dev.firebreak.bench;

/** A row could not be measured; the message says why. */
final class BenchException extends Exception {
  private static final long serialVersionUID = 1;

  BenchException(String message) {
    super(message);
  }
}
