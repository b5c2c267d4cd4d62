package dev.firebreak.faults;

/** Recursion without an end: its stack is full, and nothing else. */
final class StackOverflow implements Deed {
  @Override
  public void commit() {
    throw new IllegalStateException("it came back from " + depth(1));
  }

  @SuppressWarnings("InfiniteRecursion") // it is the point
  private static int depth(int reached) {
    return depth(reached + 1) + 1;
  }
}
