package dev.firebreak.bench;

import dev.firebreak.api.SerializableFunction;

/**
 * What workers do where the way to them and back is measured. The functions stand here, as workers
 * find this class and not those of the rows.
 */
public final class Tasks {
  /** Next to nothing. */
  static final SerializableFunction<Integer, Integer> SAME = Tasks::same;

  /** The same with bulk. */
  static final SerializableFunction<byte[], byte[]> SAME_BYTES = Tasks::same;

  /** Work for a processor. */
  static final SerializableFunction<Integer, Long> GRIND = Grind::grind;

  private Tasks() {}

  /** Gives back what it gets. */
  public static Integer same(Integer value) {
    return value;
  }

  /** Gives back what it gets. */
  public static byte[] same(byte[] value) {
    return value;
  }
}
