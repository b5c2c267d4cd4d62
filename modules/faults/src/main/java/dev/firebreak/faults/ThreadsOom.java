package dev.firebreak.faults;

/**
 * The system has no more threads to give.
 *
 * <p>It is asked for a stack that no machine has room for, and refuses in the same words as where
 * the threads are used up: so nothing is used up here, and no other program feels it.
 */
final class ThreadsOom implements Deed {
  private static final long STACK = 1L << 46;

  @Override
  public void commit() {
    new Thread(null, () -> {}, "one too many", STACK).start();
  }
}
