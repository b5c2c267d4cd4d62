package dev.firebreak.faults;

/** A library that ends the program: System.exit, with its shutdown hooks. */
final class SystemExit implements Deed {
  private final int status;

  SystemExit(int status) {
    this.status = status;
  }

  @Override
  public void commit() {
    System.exit(status);
  }
}
