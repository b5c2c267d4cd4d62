package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Nesting;
import dev.firebreak.link.ToWorker;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pools that running items have opened. Each ends with its item, however that ends, and may do
 * nothing that its item may not.
 */
final class Nested {
  private record Key(Lane lane, long request) {}

  /** A pool of an item, or the reason why there is none yet. */
  private static final class Entry {
    final long task;
    final Inbox inbox;
    @Nullable NestedPool pool;
    boolean over;

    Entry(long task, Inbox inbox) {
      this.task = task;
      this.inbox = inbox;
    }
  }

  private final PoolOptions options;
  private final Home home;
  private final Codec codec;
  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

  Nested(PoolOptions options, Home home, Shipping shipping) {
    this.options = options;
    this.home = home;
    this.codec = shipping.codec(Nested.class);
  }

  /**
   * An item asks for something.
   *
   * @param task its number in the pool
   */
  void asked(Lane lane, long task, FromWorker.Request request) {
    Key key = new Key(lane, request.request());
    Entry entry =
        entries.computeIfAbsent(
            key,
            _ ->
                new Entry(
                    task,
                    new Inbox(
                        asked -> deal(key, (FromWorker.Request) asked), Dispatcher.waiting())));
    entry.inbox.add(request);
  }

  private void deal(Key key, FromWorker.@Nullable Request request) {
    Entry entry = entries.get(key);
    if (entry == null || request == null) {
      return; // its item has ended meanwhile
    }
    try {
      if (request.kind() == Nesting.OPEN) {
        open(key, entry, request.bytes());
      } else {
        NestedPool pool = entry.pool;
        if (pool != null) {
          pool.asked(request);
        }
      }
    } catch (RuntimeException e) {
      refuse(key, "its request was not understood: " + e);
    }
  }

  private void open(Key key, Entry entry, byte[] bytes) {
    try {
      if (!(codec.decoder().of(bytes, 0, bytes.length).value() instanceof Map<?, ?> asked)) {
        throw new RefusedException("its options are none", null);
      }
      PoolOptions wanted = NestedOptions.of(options, asked);
      NestedPool pool =
          new NestedPool(key.lane(), key.request(), wanted, home.nested(wanted), codec);
      synchronized (entry) {
        entry.pool = pool;
        if (entry.over) {
          pool.abandon();
        }
      }
    } catch (CodecException | RefusedException e) {
      refuse(key, String.valueOf(e.getMessage()));
    }
  }

  private void refuse(Key key, String why) {
    entries.remove(key);
    key.lane()
        .dispatcher()
        .locked(() ->
            key.lane()
                .add(
                    new ToWorker.Reply(
                        key.request(),
                        true,
                        Nesting.REFUSED,
                        why.getBytes(StandardCharsets.UTF_8))));
    key.lane().flushLater();
  }

  /** A task has ended: its pools do. */
  void ended(Lane lane, long task) {
    if (!entries.isEmpty()) {
      entries.forEach((key, entry) -> {
        if (key.lane() == lane && entry.task == task) {
          abandon(key, entry);
        }
      });
    }
  }

  /** A worker has died: the pools of its items end. */
  void lost(Lane lane) {
    entries.forEach((key, entry) -> {
      if (key.lane() == lane) {
        abandon(key, entry);
      }
    });
  }

  private void abandon(Key key, Entry entry) {
    entries.remove(key);
    NestedPool pool;
    synchronized (entry) {
      entry.over = true;
      pool = entry.pool;
    }
    if (pool != null) {
      Dispatcher.waiting().execute(pool::abandon);
    }
  }
}
