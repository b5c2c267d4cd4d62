package dev.firebreak.api;

/**
 * Stands for an exception of a task whose class cannot be rebuilt here: it has the same message,
 * stack, causes and suppressed exceptions, and prints as the original did.
 */
public final class RemoteException extends Exception {
  private static final long serialVersionUID = 1;

  private final String type;
  private final String text;

  /**
   * Made by a pool.
   *
   * @param type the name of the class that it was
   * @param message what getMessage() gave
   * @param text what toString() gave
   */
  public RemoteException(
      String type, @org.jspecify.annotations.Nullable String message, String text) {
    super(message);
    this.type = type;
    this.text = text;
  }

  /** The name of the class that it was. */
  public String type() {
    return type;
  }

  /** What the original's toString() gave. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // a trace is to print as the original's did
  public String toString() {
    return text;
  }
}
