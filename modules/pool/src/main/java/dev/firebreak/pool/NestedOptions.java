package dev.firebreak.pool;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.Grants;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Retry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The options of a task's own pool, held against those of the task's pool. The names and types of
 * the values:
 *
 * <pre>
 * workersMin, workersMax, recycleTasks, quarantine   Integer
 * idle, start, run, queue                            Duration
 * retry                                              Integer: -1 never, 0 if not started, n idempotent
 * grants                                             Collection of module names; absent to have the task's
 * capabilities                                       Collection of the names of capabilities
 * heap                                               Long, bytes
 * </pre>
 */
final class NestedOptions {
  private NestedOptions() {}

  /**
   * What a task's pool is opened with.
   *
   * @throws RefusedException if it asks for more than the task was granted
   */
  static PoolOptions of(PoolOptions outer, Map<?, ?> asked) {
    if (outer.depth() == 0) {
      throw new RefusedException(
          "pools are nested too deeply: the outermost pool's depth says how deep they may be",
          null);
    }
    int max = Math.clamp(integer(asked, "workersMax", 1), 1, 1000);
    int min = Math.clamp(integer(asked, "workersMin", max), 0, max);
    PoolOptions options =
        PoolOptions.DEFAULT
            .with(_ -> outer.jvm())
            .withWorkers(min, max)
            .withDepth(outer.depth() - 1)
            .withRecycleTasks(integer(asked, "recycleTasks", 0))
            .withQuarantine(integer(asked, "quarantine", outer.quarantine()))
            .withRetry(retry(integer(asked, "retry", 0)))
            .with(grants(outer.grants(), asked));
    options = asked.get("idle") instanceof Duration idle ? options.withIdle(idle) : options;
    options =
        asked.get("start") instanceof Duration start ? options.withStartDeadline(start) : options;
    options = asked.get("run") instanceof Duration run ? options.withRunDeadline(run) : options;
    options =
        asked.get("queue") instanceof Duration queue ? options.withQueueDeadline(queue) : options;
    if (asked.get("heap") instanceof Long heap && heap > 0) {
      options = options.with(jvm -> jvm.withHeap(new ByteSize(heap)));
    }
    return options;
  }

  private static int integer(Map<?, ?> asked, String name, int otherwise) {
    return asked.get(name) instanceof Integer value ? value : otherwise;
  }

  private static Retry retry(int times) {
    return times < 0 ? Retry.never() : times == 0 ? Retry.ifNotStarted() : Retry.idempotent(times);
  }

  private static Grants grants(Grants outer, Map<?, ?> asked) {
    Set<String> capabilities = names(asked.get("capabilities"));
    Set<String> may = outer.capabilities().stream().map(Enum::name).collect(Collectors.toSet());
    for (String each : capabilities) {
      if (!may.contains(each)) {
        throw new RefusedException(
            "it asks for %s, which its task was not granted".formatted(each), null);
      }
    }
    Grants.Capability[] granted =
        capabilities.stream().map(Grants.Capability::valueOf).toArray(Grants.Capability[]::new);
    if (asked.get("grants") == null) {
      return new Grants(outer.modules(), Set.of(), outer.opens()).with(granted);
    }
    Set<String> wanted = names(asked.get("grants"));
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
    return new Grants(java.util.Optional.of(new TreeSet<>(wanted)), Set.of(), outer.opens())
        .with(granted);
  }

  private static Set<String> names(@Nullable Object value) {
    Collection<?> all = value instanceof Collection<?> known ? known : List.of();
    return all.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
  }
}
