package dev.firebreak.faults;

/** A loop that catches the interrupt that was to end it, logs it and goes on. */
final class SwallowedInterrupt implements Deed {
  @Override
  public void commit() {
    Stuck.forEver();
  }
}
