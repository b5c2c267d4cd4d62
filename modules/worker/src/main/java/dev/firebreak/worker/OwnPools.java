package dev.firebreak.worker;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.Retry;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.Nesting;
import dev.firebreak.link.RemoteThrowable;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToWorker;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The pools that a worker's items open: requests up, replies down. Made with the first of them.
 * Replies are dealt with in their order by a thread of their own, as the one that reads the link
 * must not wait.
 */
final class OwnPools implements Runnable {
  private final Link<ToParent, ToChild> link;
  private final Codec codec;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, OwnPool> pools = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<ToWorker.Reply> replies = new LinkedBlockingQueue<>();

  OwnPools(Link<ToParent, ToChild> link, Codec.Types types) {
    this.link = link;
    this.codec = new Codec(new Lenient(types));
    Daemon.start(this, "firebreak-nested");
  }

  /** As the worker's own, and lambdas may be sent: the parent looks at none of it. */
  private record Lenient(Codec.Types types) implements Codec.Types {
    @Override
    public Class<?> load(String name) throws ClassNotFoundException {
      return types.load(name);
    }

    @Override
    public @Nullable String refusal(Class<?> type) {
      return types.refusal(type);
    }

    @Override
    public boolean serialized() {
      return false;
    }

    @Override
    public boolean serializes() {
      return true;
    }

    @Override
    public MethodHandles.@Nullable Lookup lookup(Class<?> type) {
      return types.lookup(type);
    }

    @Override
    public Throwable standIn(RemoteThrowable thrown) {
      return types.standIn(thrown);
    }
  }

  Codec codec() {
    return codec;
  }

  /** Opens one, and waits until the parent says that it is open. */
  Pool open(long item, PoolOptions options) {
    long number = numbers.incrementAndGet();
    OwnPool pool = new OwnPool(this, item, number, options);
    pools.put(number, pool);
    Encoder encoder = codec.encoder();
    try {
      encoder.value(values(options));
      ask(item, number, Nesting.OPEN, encoder.copy());
      pool.awaitOpen();
      return pool;
    } catch (CodecException e) {
      throw new IllegalStateException(e); // it is made of text and numbers
    } catch (RefusedException e) {
      pools.remove(number);
      throw e;
    }
  }

  private static Map<String, Object> values(PoolOptions options) {
    if (!options.jvm().options().isEmpty()
        || !options.jvm().environment().isEmpty()
        || options.jvm().directory().isPresent()
        || options.initializer().isPresent()
        || options.finalizer().isPresent()) {
      throw new RefusedException(
          "a task's own pool takes no JVM options, environment, working folder, initializer or"
              + " finalizer: it has what the task's pool has",
          null);
    }
    Map<String, Object> values = new HashMap<>();
    values.put("workersMin", options.minWorkers());
    values.put("workersMax", options.maxWorkers());
    values.put("recycleTasks", options.recycleTasks());
    values.put("quarantine", options.quarantine());
    values.put("idle", options.idle());
    values.put("start", options.startDeadline());
    options.runDeadline().ifPresent(limit -> values.put("run", limit));
    options.queueDeadline().ifPresent(limit -> values.put("queue", limit));
    values.put("retry", retry(options.retry()));
    options.grants().modules().ifPresent(modules -> values.put("grants", List.copyOf(modules)));
    List<String> capabilities = new ArrayList<>();
    options.grants().capabilities().forEach(each -> capabilities.add(each.name()));
    values.put("capabilities", capabilities);
    options.jvm().heap().ifPresent(heap -> values.put("heap", heap.bytes()));
    return values;
  }

  private static int retry(Retry retry) {
    return switch (retry) {
      case Retry.Never() -> -1;
      case Retry.IfNotStarted() -> 0;
      case Retry.Idempotent(int times) -> times;
    };
  }

  void ask(long item, long number, int kind, byte[] bytes) {
    try {
      link.send(new FromWorker.Request(item, number, kind, bytes));
    } catch (IOException e) {
      throw new RefusedException("the parent is gone", e);
    }
  }

  /** A pool is over; nothing more comes for it. */
  void forget(long number) {
    pools.remove(number);
  }

  /** On the thread that reads the link. */
  void hear(ToWorker.Reply reply) {
    replies.add(reply);
  }

  @Override
  public void run() {
    while (true) {
      try {
        ToWorker.Reply reply = replies.take();
        OwnPool pool = pools.get(reply.request());
        if (pool != null) {
          pool.hear(reply);
        }
      } catch (InterruptedException e) {
        return; // nobody interrupts this thread but an end of the worker
      }
    }
  }
}
