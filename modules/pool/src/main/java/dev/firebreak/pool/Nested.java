package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.LinkException;
import dev.firebreak.link.Nesting;
import dev.firebreak.link.ToWorker;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pools that running items have opened. Each ends with its item, however that ends, and may do
 * nothing that its item may not.
 *
 * <p>An item is no friend: what is no request ends its worker, as half a frame would; what asks for
 * too much is refused.
 */
final class Nested {
  private record Key(Lane lane, long request) {}

  private record Owner(Lane lane, long task) {}

  /** A pool of an item; null where it is not open yet. */
  private static final class Entry {
    final Owner owner;
    final Share share;
    final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    @Nullable NestedPool pool;
    boolean over;

    Entry(Owner owner, Share share) {
      this.owner = owner;
      this.share = share;
    }

    synchronized @Nullable NestedPool pool() {
      return pool;
    }
  }

  private final PoolOptions options;
  private final Home home;
  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();
  private final Map<Owner, Share> shares = new ConcurrentHashMap<>();
  private final Map<Lane, Holding> holdings = new ConcurrentHashMap<>();

  Nested(PoolOptions options, Home home) {
    this.options = options;
    this.home = home;
  }

  /**
   * An item asks for something; on the thread that reads its worker's link.
   *
   * @param task its number in the pool
   */
  void asked(Lane lane, long task, FromWorker.Request request) throws LinkException {
    Key key = new Key(lane, request.request());
    Owner owner = new Owner(lane, task);
    if (request.kind() == Nesting.OPEN) {
      open(key, owner, request.bytes());
      return;
    }
    Entry entry = entries.get(key);
    NestedPool pool = entry == null ? null : entry.pool();
    if (entry == null || pool == null || !entry.owner.equals(owner)) {
      return; // it was refused, or is closed
    }
    byte[] bytes = whole(entry, holding(lane), request);
    if (bytes == null) {
      return;
    }
    try {
      pool.asked(request.kind(), bytes);
    } catch (BufferUnderflowException e) {
      throw LinkException.malformed("a request of kind " + request.kind() + " that is cut off");
    }
  }

  /** A thread that an item left behind asks for something; it is to wait for no answer. */
  static void late(Lane lane, FromWorker.Request request) {
    if (request.kind() == Nesting.OPEN) {
      tell(
          new Key(lane, request.request()),
          Nesting.REFUSED,
          "a task's own pool: its task has ended");
    }
  }

  private static byte @Nullable [] whole(Entry entry, Holding holding, FromWorker.Request request)
      throws LinkException {
    byte[] bytes = request.bytes();
    boolean part = request.kind() == Nesting.PART;
    if (!part && entry.parts.size() == 0) {
      return bytes;
    }
    if (entry.parts.size() + (long) bytes.length > Nesting.LARGEST) {
      throw LinkException.malformed("a request of more than " + Nesting.LARGEST + " bytes");
    }
    entry.parts.writeBytes(bytes);
    holding.take(bytes.length);
    if (part) {
      return null;
    }
    byte[] whole = entry.parts.toByteArray();
    holding.give(whole.length); // from here on its task counts it
    entry.parts.reset();
    return whole;
  }

  private Holding holding(Lane lane) {
    return holdings.computeIfAbsent(lane, _ -> new Holding());
  }

  private void open(Key key, Owner owner, byte[] asked) throws LinkException {
    Share share = shares.computeIfAbsent(owner, _ -> new Share(home.heap()));
    Entry entry = new Entry(owner, share);
    if (entries.putIfAbsent(key, entry) != null) {
      throw LinkException.malformed("a second pool of the same number");
    }
    key.lane().dispatcher().owes(1); // the pool is not over before all of this is
    Dispatcher.waiting().execute(() -> open(key, entry, asked));
  }

  private void open(Key key, Entry entry, byte[] asked) {
    NestedOptions.Wanted wanted = null;
    try {
      wanted = NestedOptions.of(options, asked, entry.share);
      Home own = home.nested(wanted.options());
      NestedPool pool = new NestedPool(key.lane(), key.request(), wanted, own, holding(key.lane()));
      NestedOptions.Wanted taken = wanted;
      pool.whenReleased(() -> closed(key, entry, taken));
      boolean late;
      synchronized (entry) {
        entry.pool = pool;
        late = entry.over;
      }
      if (late) {
        pool.abandon("its task has ended");
      } else {
        pool.opened(); // not before it is found here
      }
    } catch (RuntimeException e) {
      if (wanted != null) {
        wanted.giveBack(entry.share);
      }
      entries.remove(key);
      tell(
          key,
          Nesting.REFUSED,
          e instanceof RefusedException || e instanceof IllegalArgumentException
              ? "a task's own pool cannot be opened: " + e.getMessage()
              : "a task's own pool cannot be opened: " + e);
      key.lane().dispatcher().owes(-1);
    }
  }

  private void closed(Key key, Entry entry, NestedOptions.Wanted wanted) {
    wanted.giveBack(entry.share);
    entries.remove(key);
    key.lane().dispatcher().owes(-1);
  }

  private static void tell(Key key, int kind, String why) {
    byte[] words = why.getBytes(StandardCharsets.UTF_8);
    key.lane()
        .dispatcher()
        .locked(() -> key.lane().add(new ToWorker.Reply(key.request(), true, kind, words)));
    key.lane().flushLater();
  }

  /** A task has ended: its pools do. */
  void ended(Lane lane, long task) {
    if (!shares.isEmpty()) {
      Owner owner = new Owner(lane, task);
      if (shares.remove(owner) != null) {
        entries.forEach((key, entry) -> {
          if (entry.owner.equals(owner)) {
            abandon(key, entry);
          }
        });
      }
    }
  }

  /** A worker has died: the pools of its items end. */
  void lost(Lane lane) {
    entries.forEach((key, entry) -> {
      if (key.lane() == lane) {
        abandon(key, entry);
      }
    });
    shares.keySet().removeIf(owner -> owner.lane() == lane);
    holdings.remove(lane);
  }

  private void abandon(Key key, Entry entry) {
    entries.remove(key);
    NestedPool pool;
    synchronized (entry) {
      entry.over = true;
      pool = entry.pool;
    }
    tell(key, Nesting.CLOSED, "");
    if (pool != null) {
      Dispatcher.waiting().execute(() -> pool.abandon("its task has ended"));
    }
  }
}
