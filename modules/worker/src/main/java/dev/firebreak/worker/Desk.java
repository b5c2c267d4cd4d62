package dev.firebreak.worker;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.TaskProgress;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToWorker;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the contexts of a worker's items share. Safe from every thread. */
final class Desk {
  /** What a frame has beside a value. */
  private static final int FRAME = 64;

  private final Link<ToParent, ToChild> link;
  private final int worker;
  private volatile int generation;
  private final Codec codec;
  private final Codec.Types types;
  private final Map<String, Object> states = new HashMap<>();
  private @Nullable Encoder encoder;
  private @Nullable Notes notes;
  private volatile @Nullable OwnPools pools;
  private volatile boolean stopping;

  Desk(Link<ToParent, ToChild> link, Codec codec, Codec.Types types, int worker, int generation) {
    this.types = types;
    this.link = link;
    this.codec = codec;
    this.worker = worker;
    this.generation = generation;
  }

  int worker() {
    return worker;
  }

  int generation() {
    return generation;
  }

  /** A spare takes its worker's place, in that life of it. */
  void become(int life) {
    generation = life;
  }

  boolean stopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
  }

  void send(long item, @Nullable Object message) {
    try {
      link.send(new FromWorker.Message(item, encoded(message)));
    } catch (IOException e) {
      // The parent is gone: whoever reads the link sees the same.
    }
  }

  void progress(long item, long done, long total) {
    FromWorker.Message note = new FromWorker.Message(item, encoded(new TaskProgress(done, total)));
    try {
      notes().post(note);
    } catch (IOException e) {
      // The parent is gone: whoever reads the link sees the same.
    }
  }

  Pool openPool(long item, PoolOptions options) {
    OwnPools all;
    synchronized (this) {
      OwnPools known = pools;
      all = known == null ? new OwnPools(link, types) : known;
      pools = all;
    }
    return all.open(item, options);
  }

  /** An answer to what an item asked for. */
  void hear(ToWorker.Reply reply) {
    OwnPools some = pools;
    if (some != null) {
      some.hear(reply);
    }
  }

  /** The link has ended. */
  void lost() {
    OwnPools some = pools;
    if (some != null) {
      some.lost();
    }
  }

  /** Sends the notes of an item that has ended. */
  void flush() throws IOException {
    Notes some;
    synchronized (this) {
      some = notes;
    }
    if (some != null) {
      some.flush();
    }
  }

  private synchronized Notes notes() {
    Notes some = notes;
    if (some == null) {
      some = new Notes(link);
      notes = some;
    }
    return some;
  }

  private synchronized byte[] encoded(@Nullable Object message) {
    Encoder to = encoder;
    if (to == null) {
      to = codec.encoder();
      to.limit(Link.MAX_FRAME - FRAME);
      encoder = to;
    }
    to.reset();
    try {
      to.value(message, "message");
    } catch (CodecException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return to.copy();
  }

  <T> T state(String key, Supplier<? extends T> initial) {
    synchronized (states) {
      Object state = states.get(key);
      if (state == null) {
        // Not in one step: it may ask for other states.
        state = Objects.requireNonNull(initial.get(), "a state must not be null");
        Object other = states.putIfAbsent(key, state);
        state = other == null ? state : other;
      }
      @SuppressWarnings("unchecked") // whoever uses a key twice for two types is told at the cast
      T typed = (T) state;
      return typed;
    }
  }
}
