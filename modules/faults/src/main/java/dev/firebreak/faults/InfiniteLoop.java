package dev.firebreak.faults;

/** A loop whose end never comes: it takes a processor, and heeds no interrupt. */
final class InfiniteLoop implements Deed {
  @Override
  @SuppressWarnings("InfiniteLoop") // it is the point
  public void commit() {
    double value = 1;
    while (true) {
      value = Math.sqrt(value + 1);
    }
  }
}
