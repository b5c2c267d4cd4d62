package dev.firebreak.worker;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.link.Codec;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.Nesting;
import dev.firebreak.link.RemoteThrowable;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToWorker;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The pools that a worker's items open: requests up, replies down. Made with the first of them.
 * Replies are dealt with on the thread that reads the link, which runs nothing of a user's.
 */
final class OwnPools {
  /** Less than the parent holds, as it counts what is on its way as well. */
  private static final long MOST = Nesting.HELD - (128L << 20);

  private final Link<ToParent, ToChild> link;
  private final Codec codec;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong held = new AtomicLong();
  private final Map<Long, OwnCore> pools = new ConcurrentHashMap<>();
  private volatile boolean lost;

  OwnPools(Link<ToParent, ToChild> link, Codec.Types types) {
    this.link = link;
    this.codec = new Codec(new Lenient(types));
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
    byte[] asked = OwnOptions.of(options, codec);
    if (asked.length > Nesting.MOST) {
      throw new RefusedException(
          "a task's own pool cannot be opened: its initializer and finalizer capture "
              + asked.length
              + " bytes, more than the "
              + Nesting.MOST
              + " that there may be; send what is large with a task",
          null);
    }
    long number = numbers.incrementAndGet();
    OwnCore core = new OwnCore(this, item, number, options);
    pools.put(number, core);
    if (lost) {
      core.over("its worker has lost its pool");
    }
    ask(item, number, Nesting.OPEN, asked);
    core.awaitOpen();
    return new OwnPool(core);
  }

  void ask(long item, long number, int kind, byte[] bytes) {
    try {
      link.send(new FromWorker.Request(item, number, kind, bytes));
    } catch (IOException e) {
      throw new RefusedException("the pool of this task is gone", e);
    }
  }

  /** A pool is over; nothing more comes for it. */
  void forget(long number) {
    pools.remove(number);
  }

  /** On the thread that reads the link. */
  void hear(ToWorker.Reply reply) {
    OwnCore pool = pools.get(reply.request());
    if (pool != null) {
      pool.hear(reply);
    }
  }

  /** The link has ended. */
  void lost() {
    lost = true;
    pools.values().forEach(pool -> pool.over("its worker has lost its pool"));
  }

  // What all of them have on their way.

  boolean has(long size) {
    long now = held.get();
    return now == 0 || now + size <= MOST;
  }

  void take(long size) {
    held.addAndGet(size);
  }

  void give(long size) {
    long before = held.getAndAdd(-size);
    if (before + Nesting.LARGEST > MOST) {
      // Here and there is one that waits for just this.
      pools.values().forEach(pool -> pool.room().look());
    }
  }
}
