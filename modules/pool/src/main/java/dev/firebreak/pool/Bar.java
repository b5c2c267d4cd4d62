package dev.firebreak.pool;

/** Shows how far a map is. Of one thread. */
interface Bar extends AutoCloseable {
  /** So many items came to their ends. */
  void at(long done);

  /** It goes away. */
  @Override
  void close();
}
