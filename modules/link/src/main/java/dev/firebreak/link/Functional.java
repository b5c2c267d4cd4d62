package dev.firebreak.link;

import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** What can be said of a function before it is encoded. */
public final class Functional {
  private Functional() {}

  /**
   * Why a function works within one JVM only, naming what takes its place.
   *
   * @return null if nothing is seen that speaks against sending it
   */
  public static @Nullable String shared(Object function) {
    String name = function.getClass().getName();
    if (function instanceof CompletableFuture.AsynchronousCompletionTask) {
      return "CompletableFuture.supplyAsync(task, pool) and its kin complete a future in memory that a"
          + " worker does not share; use pool.supply(task) or pool.run(task)";
    }
    if (name.startsWith("java.util.concurrent.ExecutorCompletionService")) {
      return "ExecutorCompletionService fills a queue in memory that a worker does not share; use"
          + " pool.completionService()";
    }
    if (function instanceof FutureTask<?>) {
      return "a FutureTask keeps its result in memory that a worker does not share; submit its"
          + " callable, and use the future that submit returns";
    }
    if (function.getClass().isHidden() && !(function instanceof Serializable)) {
      return "the task is a lambda that is not serializable: it was made as a plain Callable or"
          + " Runnable; write it where the pool asks for it, as in pool.submit(() -> ...), or"
          + " declare it as a SerializableCallable or SerializableRunnable";
    }
    return null;
  }

  /** Whether it is a lambda that captures nothing, so that all of its class are the same. */
  public static boolean bare(Object function) {
    Class<?> type = function.getClass();
    return type.isHidden() && type.getDeclaredFields().length == 0;
  }

  /** Its name for people. */
  public static String title(Object function) {
    String name = function.getClass().getName();
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : "a lambda of " + name.substring(0, lambda);
  }
}
