package dev.firebreak.faults;

/** An Error that nobody catches. Code that catches Exception lets it through. */
final class UncaughtError implements Deed {
  @Override
  public void commit() {
    throw new AssertionError("two and two are five");
  }
}
