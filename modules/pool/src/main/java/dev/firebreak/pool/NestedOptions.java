package dev.firebreak.pool;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Defaults;
import dev.firebreak.api.Grants;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Retry;
import dev.firebreak.api.TaskOptions;
import dev.firebreak.api.TaskOrder;
import dev.firebreak.api.WhenFull;
import dev.firebreak.link.LinkException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options of a task's own pool and of its tasks, held against those of the task's pool. The
 * names and types of the values, all of which may be absent:
 *
 * <pre>
 * of a pool
 *   name                                               String
 *   workersMin, workersMax, spares, depth, queue,
 *   recycleTasks, quarantine                           Integer
 *   fits                                               Boolean: whether fewer workers will do
 *   initializedSpares                                  Boolean
 *   retry                                              Integer: -1 never, 0 if not started, n idempotent
 *   idle, start, run, queueLimit, recycleAge,
 *   finalizerLimit                                     Duration
 *   recycleMemory, heap, memory                        Long, bytes
 *   order                                              String: FIFO, LIFO
 *   initializer, finalizer                             byte[], as Encoder.function writes it
 *   grants                                             List of module names; absent to have the task's
 *   capabilities, opens                                List of String; opens absent to have the task's
 *   options                                            List of String, for the home to judge
 *   environment                                        Map of String to String, likewise
 *   directory                                          String
 *   lean                                               Boolean
 * of a task
 *   title, name, key                                   String
 *   run, queueLimit                                    Duration
 *   retry, priority                                    Integer
 *   messages                                           Boolean: whether they are listened to
 * </pre>
 */
final class NestedOptions {
  private NestedOptions() {}

  /**
   * What a task's pool is opened with.
   *
   * @param options without a name, as its home may have none that others could want
   * @param name for people
   */
  record Wanted(
      PoolOptions options,
      String name,
      Core.@Nullable Raw initializer,
      Core.@Nullable Raw finalizer,
      Share.Taken taken) {
    void giveBack(Share share) {
      share.give(taken);
    }
  }

  /**
   * What is told of a task.
   *
   * @param listened whether what it sends is wanted
   */
  record Told(Terms terms, boolean listened) {}

  /**
   * What a task's pool is opened with.
   *
   * @throws RefusedException if it asks for more than the task was granted
   * @throws IllegalArgumentException if it asks for what no pool can be opened with
   */
  static Wanted of(PoolOptions outer, byte[] bytes, Share share) {
    if (outer.depth() == 0) {
      throw new RefusedException(
          "pools are nested too deeply: the outermost pool's depth says how deep they may be",
          null);
    }
    Asked asked = Asked.read(bytes);
    int most = Math.clamp(asked.integer("workersMax", 1), 1, 1000);
    int max =
        asked.flag("fits") ? share.fit(most, Math.clamp(asked.integer("spares", 0), 0, 8)) : most;
    int min = Math.clamp(asked.integer("workersMin", max), 0, max);
    PoolOptions options =
        PoolOptions.DEFAULT
            .with(_ -> jvm(asked))
            .withWorkers(min, max)
            .withSpares(asked.integer("spares", 0))
            .withInitializedSpares(asked.flag("initializedSpares"))
            .withDepth(Math.clamp(asked.integer("depth", outer.depth()), 0, outer.depth() - 1))
            .withRecycleTasks(asked.integer("recycleTasks", 0))
            .withQuarantine(asked.integer("quarantine", outer.quarantine()))
            .withRetry(asked.retry().orElse(Retry.ifNotStarted()))
            .withOrder(asked.integer("lifo", 0) == 0 ? TaskOrder.FIFO : TaskOrder.LIFO)
            // The worker's own side waits, or refuses; what comes above that is none of its doing.
            .withQueue(Math.clamp(asked.integer("queue", 1), 1, Defaults.POOL_QUEUE) + most)
            .withQueueBytes(new ByteSize(dev.firebreak.link.Nesting.HELD))
            .withWhenFull(WhenFull.REJECT)
            .with(grants(outer.grants(), asked));
    options = times(options, asked);
    Optional<ByteSize> recycle = asked.size("recycleMemory");
    options = recycle.isPresent() ? options.withRecycleMemory(recycle.get()) : options;
    Core.Raw initializer = asked.function("initializer");
    Core.Raw finalizer = asked.function("finalizer");
    Share.Taken taken =
        share.take(max, options.spares(), options.jvm().heap(), asked.size("memory"));
    if (taken.heap() > 0) {
      options = options.with(jvm -> jvm.withHeap(new ByteSize(taken.heap() / max)));
    }
    String name = asked.has("name") ? asked.text("name") : "nested";
    return new Wanted(options, name, initializer, finalizer, taken);
  }

  private static PoolOptions times(PoolOptions options, Asked asked) {
    PoolOptions all = options;
    all = asked.duration("idle").map(all::withIdle).orElse(all);
    all = asked.duration("start").map(all::withStartDeadline).orElse(all);
    all = asked.duration("run").map(all::withRunDeadline).orElse(all);
    all = asked.duration("queueLimit").map(all::withQueueDeadline).orElse(all);
    all = asked.duration("recycleAge").map(all::withRecycleAge).orElse(all);
    return asked.duration("finalizerLimit").map(all::withFinalizerLimit).orElse(all);
  }

  /** As it was asked for: what of it may be is for the home to say, which knows JVMs. */
  private static ChildSpec.Jvm jvm(Asked asked) {
    Optional<Path> directory =
        asked.has("directory") ? Optional.of(Path.of(asked.text("directory"))) : Optional.empty();
    return new ChildSpec.Jvm(
        asked.size("heap"),
        asked.texts("options"),
        asked.map("environment"),
        directory,
        asked.flag("lean"));
  }

  private static Grants grants(Grants outer, Asked asked) {
    Set<String> capabilities = new TreeSet<>(asked.texts("capabilities"));
    Set<String> may = outer.capabilities().stream().map(Enum::name).collect(Collectors.toSet());
    for (String each : capabilities) {
      if (!may.contains(each)) {
        throw new RefusedException(
            "it asks for %s, which its task was not granted".formatted(each), null);
      }
    }
    List<String> opens = asked.has("opens") ? asked.texts("opens") : outer.opens();
    for (String each : opens) {
      if (!outer.opens().contains(each)) {
        throw new RefusedException(
            "it asks for the package %s to be opened, which it is not to its task; to that %s are"
                .formatted(each, outer.opens()),
            null);
      }
    }
    Grants.Capability[] granted =
        capabilities.stream().map(Grants.Capability::valueOf).toArray(Grants.Capability[]::new);
    if (!asked.has("grants")) {
      return new Grants(outer.modules(), Set.of(), opens).with(granted);
    }
    Set<String> wanted = new TreeSet<>(asked.texts("grants"));
    for (String module : wanted) {
      boolean ours = module.equals("java.base");
      if (!ours && !(outer.modules().isPresent() && outer.modules().get().contains(module))) {
        throw new RefusedException(
            outer.modules().isPresent()
                ? "it asks for the module %s, which its task was not granted; that has %s"
                    .formatted(module, outer.modules().get())
                : "it asks for the module %s by name, but its task's pool was granted none by name: open that with Grants.of(...), or this one without grants, to have the same"
                    .formatted(module),
            null);
      }
    }
    return new Grants(Optional.of(new TreeSet<>(wanted)), Set.of(), opens).with(granted);
  }

  /**
   * How a task of a task's pool is handled.
   *
   * @throws LinkException if those are no terms
   */
  static Told task(PoolOptions pool, byte[] bytes) throws LinkException {
    try {
      Asked asked = Asked.read(bytes);
      TaskOptions task = TaskOptions.DEFAULT.withPriority(asked.integer("priority", 0));
      String name = asked.has("name") ? asked.text("name") : asked.text("title");
      task = task.withName(name).withKey(asked.text("key"));
      task = asked.duration("run").map(task::withRunDeadline).orElse(task);
      task = asked.duration("queueLimit").map(task::withQueueDeadline).orElse(task);
      task = asked.retry().map(task::withRetry).orElse(task);
      return new Told(Terms.of(pool, task), asked.flag("messages"));
    } catch (IllegalArgumentException | RefusedException e) {
      throw LinkException.malformed("a task's terms that cannot be: " + e.getMessage());
    }
  }
}
