package dev.firebreak.worker;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Retry;
import dev.firebreak.api.TaskOptions;
import dev.firebreak.api.TaskOrder;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.Functional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a task's own pool, and of its tasks, as plain values for the parent, who holds
 * them against what the task itself was granted.
 */
final class OwnOptions {
  private static final int NAME = 200;

  private OwnOptions() {}

  /** Of a pool. */
  static byte[] of(PoolOptions options, Codec codec) {
    if (options.program().isPresent()) {
      throw new RefusedException(
          "a task's own pool takes no program: its workers have the classes that the task has",
          null);
    }
    Map<String, Object> values = new HashMap<>();
    if (!options.name().isEmpty()) {
      values.put("name", options.name());
    }
    values.put("workersMin", options.minWorkers());
    values.put("workersMax", options.maxWorkers());
    // As many as there are processors is what it is where nobody gave a number.
    values.put("fits", options.maxWorkers() == Runtime.getRuntime().availableProcessors());
    values.put("spares", options.spares());
    values.put("initializedSpares", options.initializedSpares());
    values.put("depth", options.depth());
    values.put("queue", options.queue());
    values.put("recycleTasks", options.recycleTasks());
    values.put("quarantine", options.quarantine());
    values.put("lifo", options.order() == TaskOrder.LIFO ? 1 : 0);
    values.put("idle", options.idle());
    values.put("start", options.startDeadline());
    values.put("finalizerLimit", options.finalizerLimit());
    values.put("retry", retry(options.retry()));
    options.runDeadline().ifPresent(limit -> values.put("run", limit));
    options.queueDeadline().ifPresent(limit -> values.put("queueLimit", limit));
    options.recycleAge().ifPresent(age -> values.put("recycleAge", age));
    options.recycleMemory().ifPresent(size -> values.put("recycleMemory", size.bytes()));
    options.memory().ifPresent(size -> values.put("memory", size.bytes()));
    options.initializer().ifPresent(it -> values.put("initializer", function(codec, it)));
    options.finalizer().ifPresent(it -> values.put("finalizer", function(codec, it)));
    grants(options, values);
    jvm(options, values);
    return encoded(codec, values);
  }

  private static void grants(PoolOptions options, Map<String, Object> values) {
    options.grants().modules().ifPresent(modules -> values.put("grants", List.copyOf(modules)));
    List<String> capabilities = new ArrayList<>();
    options.grants().capabilities().forEach(each -> capabilities.add(each.name()));
    values.put("capabilities", capabilities);
    if (!options.grants().opens().isEmpty()) {
      values.put("opens", options.grants().opens());
    }
  }

  private static void jvm(PoolOptions options, Map<String, Object> values) {
    options.jvm().heap().ifPresent(heap -> values.put("heap", heap.bytes()));
    values.put("options", options.jvm().options());
    values.put("environment", options.jvm().environment());
    options
        .jvm()
        .directory()
        .ifPresent(folder -> values.put("directory", folder.toAbsolutePath().toString()));
    values.put("lean", options.jvm().lean());
  }

  /** Of a task of the function of that title. */
  static byte[] of(TaskOptions task, String title, Codec codec) {
    Map<String, Object> values = new HashMap<>();
    values.put("title", line(title));
    if (!task.name().isEmpty()) {
      values.put("name", line(task.name()));
    }
    if (!task.key().isEmpty()) {
      // Equal keys are all that matters, and theirs may be long.
      values.put("key", Integer.toString(task.key().hashCode()));
    }
    if (task.priority() != 0) {
      values.put("priority", task.priority());
    }
    task.runDeadline().ifPresent(limit -> values.put("run", limit));
    task.queueDeadline().ifPresent(limit -> values.put("queueLimit", limit));
    task.retry().ifPresent(retry -> values.put("retry", retry(retry)));
    if (task.messages().isPresent()) {
      values.put("messages", true);
    }
    return encoded(codec, values);
  }

  /** A name in one line, as the parent takes no other. */
  static String line(String name) {
    char[] letters = name.toCharArray();
    for (int i = 0; i < letters.length; i++) {
      letters[i] = Character.isISOControl(letters[i]) ? ' ' : letters[i];
    }
    return new String(letters, 0, Math.min(letters.length, NAME));
  }

  private static byte[] function(Codec codec, Object function) {
    String why = Functional.shared(function);
    if (why != null) {
      throw new RefusedException(why, null);
    }
    Encoder encoder = codec.encoder();
    try {
      encoder.function(function, "initializer or finalizer");
      return encoder.copy();
    } catch (CodecException e) {
      throw new RefusedException("it cannot be sent to a worker: " + e.getMessage(), e);
    }
  }

  private static byte[] encoded(Codec codec, Map<String, Object> values) {
    Encoder encoder = codec.encoder();
    try {
      encoder.value(values);
      return encoder.copy();
    } catch (CodecException e) {
      throw new IllegalStateException(e); // it is made of text and numbers
    }
  }

  private static int retry(Retry retry) {
    return switch (retry) {
      case Retry.Never() -> -1;
      case Retry.IfNotStarted() -> 0;
      case Retry.Idempotent(int times) -> times;
    };
  }
}
