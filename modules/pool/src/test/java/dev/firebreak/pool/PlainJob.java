package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.TaskOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A job without a future, for tests of what handles jobs. */
final class PlainJob extends Job {
  private static final Shipped FUNCTION = function("f");

  boolean unwanted;

  /** The items that came to their end, in that order. */
  final List<Integer> settled = new ArrayList<>();

  private PlainJob(Terms terms, Shipped function, String arguments, int count) {
    super(terms, function, 1, arguments.getBytes(StandardCharsets.UTF_8), 1, count);
  }

  private static Shipped function(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return new Shipped(0, true, new Shipped.Bytes(bytes), name, TestCodec.WORKER);
  }

  static PlainJob of(int count) {
    return of(count, it -> it);
  }

  static PlainJob of(int count, UnaryOperator<TaskOptions> options) {
    Terms terms = Terms.of(PoolOptions.DEFAULT, options.apply(TaskOptions.DEFAULT));
    return new PlainJob(terms, FUNCTION, "1234", count);
  }

  static PlainJob of(String function, String arguments) {
    Terms terms = Terms.of(PoolOptions.DEFAULT, TaskOptions.DEFAULT);
    return new PlainJob(terms, function(function), arguments, 1);
  }

  @Override
  int bytes() {
    return payload.length;
  }

  @Override
  byte[] wire(Slice slice) {
    return payload;
  }

  @Override
  boolean abandoned() {
    return unwanted;
  }

  @Override
  void settle(Lane by, int item, int kind, long nanos, byte[] record, int from, int length) {
    settled.add(item);
  }

  @Override
  void fail(int item, RuntimeException why, @Nullable Lane by) {}
}
