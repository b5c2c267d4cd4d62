package dev.firebreak.pool;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.RefusedException;
import dev.firebreak.link.Board;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.LinkException;
import dev.firebreak.link.Nesting;
import dev.firebreak.link.ToWorker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The pool of one running item, and the way of its tasks: up, to a worker, and back down.
 * <!-- For maintainers. Requests are dealt with in their order on the thread that reads the link of
 * the item's worker, which must not wait: what may, goes to another. Its tasks end on the threads
 * that read the links of its own workers; these wait where the item's worker does not take what
 * they pass on, so that what is held here is bounded. -->
 */
final class NestedPool {
  /** Of cancelled tasks, what these many wrote last can still be asked for. */
  private static final int CANCELLED = 64;

  private static final byte[] NONE = {};

  private final Lane lane;
  private final long request;
  private final Core core;
  private final Holding holding;
  private final NestedOptions.Wanted wanted;
  private final Map<Long, RawTask> tasks = new ConcurrentHashMap<>();
  private final Map<Integer, Shipped> functions = new HashMap<>();
  private final LinkedHashMap<Long, Lane> cancelled = new LinkedHashMap<>();
  private final AtomicLong defined = new AtomicLong();
  private volatile boolean over;
  private long latest = -1;
  private boolean closing;
  private byte[] termsBytes = NONE;
  private NestedOptions.@Nullable Told terms;

  /**
   * Opens it.
   *
   * @param lane of the item that asked
   * @param request the item's name for it
   */
  NestedPool(Lane lane, long request, NestedOptions.Wanted wanted, Home home, Holding holding) {
    this.lane = lane;
    this.request = request;
    this.wanted = wanted;
    this.holding = holding;
    PoolOptions named = wanted.options().withName(wanted.name());
    this.core = new Core(named, home, Screen.NONE, wanted.initializer(), wanted.finalizer());
    core.open();
  }

  /** Tells its item; from then on it is asked for things. */
  void opened() {
    reply(Nesting.OPENED, NONE, NONE, 0, 0);
    lane.flushLater();
  }

  Dispatcher dispatcher() {
    return core.dispatcher;
  }

  /** In the order in which they came. */
  void asked(int kind, byte[] request) throws LinkException {
    ByteBuffer bytes = ByteBuffer.wrap(request);
    switch (kind) {
      case Nesting.SUBMIT -> submit(bytes);
      case Nesting.DEFINE -> define(bytes);
      case Nesting.CANCEL -> cancel(bytes.getLong(), bytes.get() != 0);
      case Nesting.CLOSE -> close(bytes.get() != 0);
      case Nesting.LOOK -> look(bytes.getLong(), bytes.getLong());
      case Nesting.ASK -> answer(bytes.getLong(), bytes.get());
      default -> throw LinkException.malformed("a request of kind " + kind);
    }
  }

  private void define(ByteBuffer bytes) throws LinkException {
    int number = bytes.getInt();
    Shipped before = functions.remove(number);
    if (before != null) {
      defined(-before.bytes().length - (long) Nesting.EACH);
      core.dispatcher.endings().forget(before);
    }
    if (bytes.hasRemaining()) {
      defined(bytes.remaining() + (long) Nesting.EACH);
      byte[] code = new byte[bytes.remaining()];
      bytes.get(code);
      Core.Raw raw = new Core.Raw(new Shipped.Bytes(code), "a function", Plain.CODEC);
      functions.put(number, core.shipped(raw));
    }
  }

  private void defined(long more) throws LinkException {
    defined.addAndGet(more);
    holding.take(more);
  }

  private void submit(ByteBuffer bytes) throws LinkException {
    long number = bytes.getLong();
    int arguments = bytes.get();
    int function = bytes.getInt();
    byte[] said = taken(bytes, bytes.getInt());
    if (number <= latest || arguments < 0 || arguments > 2) {
      throw LinkException.malformed("the task " + number + " of " + arguments + " arguments");
    }
    latest = number;
    NestedOptions.Told told = terms;
    if (told == null || !Arrays.equals(said, termsBytes)) {
      told = NestedOptions.task(wanted.options(), said);
      terms = told;
      termsBytes = said;
    }
    byte[] payload = taken(bytes, bytes.remaining());
    Shipped shipped = function == Nesting.INLINE ? inline(payload) : functions.get(function);
    if (shipped == null) {
      throw LinkException.malformed("the function " + function + ", which was not defined");
    }
    long held = payload.length + (long) Nesting.EACH;
    holding.take(held);
    RawTask task =
        new RawTask(this, told.terms(), shipped, number, payload, arguments, told.listened(), held);
    tasks.put(number, task);
    try {
      core.dispatcher.intake().submit(task);
    } catch (RefusedException e) {
      ended(task);
      reply(Nesting.REJECTED, Nesting.about(number, utf8(e.getMessage())), NONE, 0, 0);
      lane.flushReplies();
    }
  }

  private static Shipped inline(byte[] payload) throws LinkException {
    int length = payload.length < Integer.BYTES ? -1 : ByteBuffer.wrap(payload).getInt();
    if (length < 0 || length > payload.length - Integer.BYTES) {
      throw LinkException.malformed("a function of " + length + " bytes");
    }
    byte[] code = Arrays.copyOfRange(payload, Integer.BYTES, Integer.BYTES + length);
    return new Shipped(0, false, new Shipped.Bytes(code), "a function", Plain.CODEC);
  }

  private static byte[] taken(ByteBuffer bytes, int length) throws LinkException {
    if (length < 0 || length > bytes.remaining()) {
      throw LinkException.malformed("a part of " + length + " bytes");
    }
    byte[] taken = new byte[length];
    bytes.get(taken);
    return taken;
  }

  private static byte[] utf8(@Nullable String text) {
    return String.valueOf(text).getBytes(StandardCharsets.UTF_8);
  }

  private void cancel(long number, boolean interrupt) {
    RawTask task = tasks.get(number);
    if (task != null && task.cancel(interrupt)) {
      Lane by = task.ranIn();
      if (by != null) {
        synchronized (cancelled) {
          cancelled.put(number, by);
          if (cancelled.size() > CANCELLED) {
            cancelled.pollFirstEntry();
          }
        }
      }
      ended(task);
    }
  }

  private void ended(RawTask task) {
    if (tasks.remove(task.id, task)) {
      holding.give(task.held());
    }
  }

  // How its tasks end.

  void result(RawTask task, Lane by, byte kind, byte[] record, int from, int length) {
    ended(task);
    reply(Nesting.RESULT, head(task.id, kind, by), record, from, length);
    if ((kind & Board.WROTE) != 0) {
      flush();
    }
  }

  void failed(RawTask task, @Nullable Lane by, RuntimeException why) {
    ended(task);
    byte kind = (byte) (by == null ? 0 : Board.WROTE);
    byte[] words = encoded(Fault.of(why));
    reply(Nesting.FAILED, head(task.id, kind, by), words, 0, words.length);
    flush();
  }

  void message(long task, byte[] value) {
    reply(Nesting.MESSAGE, Nesting.about(task), value, 0, value.length);
    flush();
  }

  /** Where a task ran, and what it wrote there if it did. */
  private byte[] head(long task, byte kind, @Nullable Lane by) {
    byte[] title = by == null ? NONE : utf8(by.hand().title());
    if ((kind & Board.WROTE) == 0 || by == null) {
      return ByteBuffer.allocate(Long.BYTES + 1 + Short.BYTES + title.length)
          .putLong(task)
          .put(kind)
          .putShort((short) title.length)
          .put(title)
          .array();
    }
    Hand.TaskText text = by.hand().streams().text(task).whole();
    byte[] out = utf8(text.stdout());
    byte[] err = utf8(text.stderr());
    int texts = 2 * Integer.BYTES + out.length + err.length;
    return ByteBuffer.allocate(Long.BYTES + 1 + Short.BYTES + title.length + texts)
        .putLong(task)
        .put(kind)
        .putShort((short) title.length)
        .put(title)
        .putInt(out.length)
        .put(out)
        .putInt(err.length)
        .put(err)
        .array();
  }

  // What is asked about it.

  private void look(long question, long number) {
    RawTask task = tasks.get(number);
    Lane by;
    synchronized (cancelled) {
      by = task == null ? cancelled.get(number) : task.ranIn();
    }
    Lane known = by;
    core.dispatcher
        .executor()
        .execute(() -> {
          List<String> told = List.of("", "", "");
          if (known != null) {
            Hand.TaskText text = known.hand().streams().text(number);
            told = List.of(known.hand().title(), text.stdout(), text.stderr());
          }
          answered(question, told);
        });
  }

  private void answer(long question, int what) {
    core.dispatcher
        .executor()
        .execute(() -> {
          switch (what) {
            case Nesting.WORKERS -> answered(question, core.workers());
            case Nesting.INSIGHTS -> answered(question, core.insights());
            default -> awaitReady(question);
          }
        });
  }

  private void awaitReady(long question) {
    try {
      core.awaitReady();
      answered(question, null);
    } catch (ExecutionException e) {
      answered(
          question,
          e.getCause() instanceof RuntimeException why
              ? Fault.of(why)
              : Map.of("fault", "start", "message", String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      throw new AssertionError(e); // nobody has this thread to interrupt it
    }
  }

  private void answered(long question, @Nullable Object value) {
    byte[] words = encoded(value);
    reply(Nesting.ANSWER, Nesting.about(question), words, 0, words.length);
    flush();
  }

  private static byte[] encoded(@Nullable Object value) {
    Encoder encoder = Plain.CODEC.encoder();
    try {
      encoder.value(value);
      return encoder.copy();
    } catch (CodecException e) {
      throw new IllegalStateException(e); // it is ours, and made of text and numbers
    }
  }

  // What goes.

  /** All parts under one lock, so that no other reply of this pool comes between. */
  private void reply(int kind, byte[] head, byte[] record, int from, int length) {
    if (over) {
      return;
    }
    if (head.length + (long) length <= Nesting.MOST) {
      byte[] all = Arrays.copyOf(head, head.length + length);
      System.arraycopy(record, from, all, head.length, length);
      lane.dispatcher().locked(() -> lane.add(new ToWorker.Reply(request, true, kind, all)));
      return;
    }
    lane.dispatcher()
        .locked(() -> {
          lane.add(new ToWorker.Reply(request, false, kind, head));
          int done = 0;
          for (; length - done > Nesting.MOST; done += Nesting.MOST) {
            lane.add(new ToWorker.Reply(request, false, kind, record, from + done, Nesting.MOST));
          }
          lane.add(new ToWorker.Reply(request, true, kind, record, from + done, length - done));
        });
  }

  /** Sends it, and waits where the item's worker has a lot to read already. */
  void flush() {
    lane.flushReplies();
    lane.awaitReplies(() -> over);
  }

  private void close(boolean now) {
    if (!closing) {
      closing = true;
      core.whenReleased(() -> {
        byte[] insights = encoded(core.insights());
        reply(Nesting.CLOSED, NONE, insights, 0, insights.length);
        lane.flushReplies();
      });
    }
    core.dispatcher
        .executor()
        .execute(() -> {
          if (now) {
            stop();
          } else {
            core.shutdown();
          }
        });
  }

  private void stop() {
    List<Long> never = new ArrayList<>();
    for (Job job : core.stop()) {
      if (job instanceof RawTask task && task.cancel(false)) {
        ended(task);
        never.add(task.id);
      }
    }
    ByteBuffer numbers = ByteBuffer.allocate(Long.BYTES * never.size());
    never.forEach(numbers::putLong);
    byte[] all = numbers.array();
    reply(Nesting.UNSTARTED, NONE, all, 0, all.length);
    flush();
  }

  /** Runs an action when its workers have ended, and nothing is held for it any more. */
  void whenReleased(Runnable action) {
    core.whenReleased(() -> {
      tasks.values().forEach(this::ended);
      holding.give(defined.getAndSet(0));
      action.run();
    });
  }

  /** Its item has ended, so it does, and at once: nobody waits for its tasks. */
  void abandon(String why) {
    over = true;
    lane.wake();
    core.abandon(why);
  }
}
