package dev.firebreak.faults;

/** An exception that nobody catches: a stranger's file was not as expected. */
final class UncaughtException implements Deed {
  @Override
  public void commit() {
    throw new IllegalStateException("the header says 3 entries, the file has 2");
  }
}
