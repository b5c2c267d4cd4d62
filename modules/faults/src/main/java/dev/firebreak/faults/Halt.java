package dev.firebreak.faults;

/** Runtime.halt: no shutdown hook, no finally, no last word. */
final class Halt implements Deed {
  @Override
  public void commit() {
    Runtime.getRuntime().halt(43);
  }
}
