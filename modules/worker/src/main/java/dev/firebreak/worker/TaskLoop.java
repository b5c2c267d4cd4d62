package dev.firebreak.worker;

import dev.firebreak.api.WorkContext;
import dev.firebreak.link.Board;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Decoder;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToWorker;
import dev.firebreak.link.Varint;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A worker of a pool: reads items from its link, runs them one at a time on the thread that calls
 * {@link #serve}, and hands their results over. Knows nothing of processes; a {@link Host} does.
 * <!-- For maintainers. Who owns what: the calling thread all of it, but for Inbox (which thread
 * reads), Cancels (what that thread hears about the item that runs) and Desk (what any thread of an
 * item may use).
 *
 * One item, in this order: it is begun where the parent sees it (board, or Begun); only then is
 * anything of the user's touched: its function is decoded and linked, its arguments are decoded, it
 * is run, its result is encoded; the result is handed over; only then is the next one begun. So at a
 * death the item that was begun last and has no result is the one at fault. -->
 */
public final class TaskLoop {
  private static final byte[] NOTHING = {};

  /** What a loop runs in: a process, or a thread. */
  public interface Host {
    /** The next frame of the link; null at its end. */
    @Nullable ToChild receive() throws IOException;

    /**
     * The link has ended, or what came is no frame. A process ends here; where this returns, the
     * loop ends when the item that runs does. From any thread.
     */
    void lost();

    /**
     * There was not enough memory of some kind, so that the state is suspect. A process ends here;
     * where this returns, it is what the item threw.
     */
    void exhausted(OutOfMemoryError error);

    /** What the loop runs from now on: the number of a task, or -1 for none. */
    default void running(long task) {}

    /** What it ran has thrown. */
    default void threw(long task, Throwable thrown) {}

    /** Hands over what a task has written, before its result is; whether that was anything. */
    boolean flush();

    /**
     * Maps the board, from a thread of its own, or gives one that is there.
     *
     * @return null where there is none
     */
    @Nullable Board board() throws IOException;
  }

  private final Link<ToParent, ToChild> link;
  private final Host host;
  private final Desk desk;
  private final Inbox inbox;
  private final Cancels cancels;
  private final Functions functions;
  private final Decoder decoder;
  private final Results results;
  private final BoardUse board;
  private final Parts parts = new Parts();
  private ToWorker.@Nullable Open opening;
  private boolean open;

  /**
   * A loop for the calling thread.
   *
   * @param worker the number of the worker in its pool
   * @param generation which life of it this is; 0 for a spare, which gets a Run with that later
   */
  public TaskLoop(
      Link<ToParent, ToChild> link, Host host, Codec.Types types, int worker, int generation) {
    Codec codec = new Codec(types);
    this.link = link;
    this.host = host;
    this.desk = new Desk(link, codec, types, worker, generation);
    this.cancels = new Cancels(desk);
    this.inbox = new Inbox(new Hearing());
    this.functions = new Functions(types, codec);
    this.decoder = codec.decoder();
    this.results = new Results(link, codec);
    this.board = new BoardUse(link, host, results);
  }

  /** The number of the task that runs, or ran last; for whoever marks what it writes. */
  public long task() {
    return cancels.task();
  }

  /**
   * Runs until the parent says Stop, and the finalizer then.
   *
   * @return false if the initializer failed, or the link was lost
   */
  public boolean serve() {
    WorkContext.Current.set(cancels);
    inbox.start();
    try {
      while (!desk.stopping()) {
        ToChild frame = inbox.next();
        if (frame == null || !handle(frame)) {
          return false;
        }
      }
      if (inbox.ended()) {
        return false;
      }
      close();
      return true;
    } catch (IOException e) {
      host.lost();
      return false;
    } finally {
      inbox.stop();
      WorkContext.Current.set(null);
    }
  }

  private boolean handle(ToChild frame) throws IOException {
    if (frame instanceof ToWorker.Work work) {
      work(work);
    } else if (frame instanceof ToWorker.Chunk chunk) {
      chunk(chunk);
    } else if (frame instanceof ToWorker.Part part) {
      parts.add(part.bytes());
    } else if (frame instanceof ToWorker.Define define) {
      functions.define(define.number(), parts.with(define.function()));
      return opened();
    } else if (frame instanceof ToWorker.Recalled recalled) {
      board.recalled(recalled.next());
    } else if (frame instanceof ToWorker.Open first) {
      opening = first;
      return opened();
    } else if (frame instanceof ToChild.Run run && desk.generation() == 0) {
      desk.become(run.generation());
      link.send(new ToParent.Stage(ToParent.Step.MAIN_REACHED, System.nanoTime(), true));
    } else if (!(frame instanceof ToChild.Stop)) {
      throw new IOException("a frame out of turn");
    }
    return true;
  }

  /** What may not wait until the item that runs has ended. */
  private final class Hearing implements Inbox.Reader {
    @Override
    public @Nullable ToChild receive() throws IOException {
      return host.receive();
    }

    @Override
    public boolean heard(ToChild frame) {
      if (frame instanceof ToWorker.Cancel cancel) {
        cancels.hear(cancel);
        return true;
      }
      if (frame instanceof ToChild.Interrupt) {
        cancels.interrupt();
        return true;
      }
      if (frame instanceof ToChild.Stop) {
        desk.stop();
      }
      if (frame instanceof ToWorker.Reply reply) {
        desk.hear(reply);
        return true;
      }
      return false;
    }

    @Override
    public void lost() {
      desk.stop();
      desk.lost();
      host.lost();
    }
  }

  /** Runs the initializer when it is there, and says how that went. */
  private boolean opened() throws IOException {
    ToWorker.Open first = opening;
    if (first == null || open) {
      return true;
    }
    int initializer = first.initializer();
    if (initializer != ToWorker.Open.NONE) {
      if (!functions.knows(initializer)) {
        return true;
      }
      inbox.running();
      cancels.aside(false);
      Throwable thrown = aside(initializer);
      if (thrown != null) {
        link.send(new FromWorker.Opened(results.encoded(thrown)));
        return false;
      }
    }
    open = true;
    link.send(new FromWorker.Opened(NOTHING));
    return true;
  }

  private void close() {
    ToWorker.Open first = opening;
    if (open && first != null && first.finalizer() != ToWorker.Open.NONE) {
      inbox.running();
      cancels.aside(true);
      Throwable thrown = aside(first.finalizer());
      if (thrown != null) {
        // Its user's to see, and too late for anything else.
        thrown.printStackTrace();
      }
    }
    var _ = host.flush();
  }

  /** Runs what is no item; gives what it threw. */
  private @Nullable Throwable aside(int function) {
    try {
      functions.get(function, 0).call(null, null);
      return null;
    } catch (Throwable e) {
      return told(Fault.of(e).told());
    } finally {
      cancels.end();
      var _ = host.flush();
    }
  }

  private void work(ToWorker.Work work) throws IOException {
    byte[] payload = parts.with(work.payload());
    int at = work.function() == ToWorker.Work.INLINE ? Parts.inline(payload) : 0;
    long item = work.item();
    inbox.running();
    if (!begin(item, work.task(), work.attempt(), work.timed())) {
      return;
    }
    long from = System.nanoTime();
    try {
      Callee callee = callee(work.function(), payload, at, work.arguments());
      Object value = call(callee, work.arguments(), payload, at, payload.length);
      ended(item, value, System.nanoTime() - from);
    } catch (Fault e) {
      failed(item, e, System.nanoTime() - from);
    }
  }

  /** What an item calls; a function in the payload ends where the arguments begin. */
  private Callee callee(int function, byte[] payload, int arguments, int count) throws Fault {
    try {
      return function == ToWorker.Work.INLINE
          ? functions.read(payload, Integer.BYTES, arguments, count)
          : functions.get(function, count);
    } catch (Throwable e) {
      throw Fault.of(e);
    }
  }

  private void chunk(ToWorker.Chunk chunk) throws IOException {
    byte[] payload = parts.with(chunk.payload());
    int at = chunk.function() == ToWorker.Work.INLINE ? Parts.inline(payload) : 0;
    int behind = at;
    board.map();
    inbox.running();
    long from = System.nanoTime();
    Callee callee = null;
    for (int i = 0; i < chunk.count() && !desk.stopping(); i++) {
      long length = Varint.get(payload, at);
      at += Varint.size(length);
      if (length < 0 || length > payload.length - at) {
        throw new IOException("an item of " + length + " bytes");
      }
      int end = at + (int) length;
      long item = chunk.first() + i;
      if (!begin(item, chunk.task() + i, chunk.attempt(), chunk.timed())) {
        return;
      }
      boolean last = i == chunk.count() - 1;
      try {
        if (callee == null) {
          callee = callee(chunk.function(), payload, behind, chunk.arguments());
        }
        Object value = call(callee, chunk.arguments(), payload, at, end);
        ended(item, value, nanos(last, from));
      } catch (Fault e) {
        failed(item, e, nanos(last, from));
      }
      at = end;
    }
  }

  private static long nanos(boolean last, long from) {
    return last ? System.nanoTime() - from : Results.UNTIMED;
  }

  /** Begins an item, unless the parent has taken it back. */
  private boolean begin(long item, long task, int attempt, boolean timed) throws IOException {
    if (!open) {
      throw new IOException("an item before Open");
    }
    cancels.begin(item, task, attempt, inbox);
    host.running(task);
    return board.begin(item, timed);
  }

  private @Nullable Object call(Callee callee, int arguments, byte[] payload, int from, int to)
      throws Fault {
    try {
      Object first = null;
      Object second = null;
      if (arguments > 0) {
        decoder.of(payload, from, to);
        first = argument();
        second = arguments > 1 ? argument() : null;
      }
      return callee.call(first, second);
    } catch (Throwable e) {
      throw Fault.of(e);
    }
  }

  private @Nullable Object argument() throws Fault {
    try {
      return decoder.value("argument");
    } catch (CodecException e) {
      throw new Fault(Board.NOT_DECODED, e);
    }
  }

  private void ended(long item, @Nullable Object value, long nanos) throws IOException {
    try {
      boolean wrote = host.flush();
      results.value(item, value, nanos, sent(), wrote);
    } catch (OutOfMemoryError e) {
      host.exhausted(e);
      results.failed(item, Board.THREW, e, nanos, sent(), false);
    }
    over();
  }

  private void failed(long item, Fault fault, long nanos) throws IOException {
    Throwable told = told(fault.told());
    host.threw(cancels.task(), told);
    boolean wrote = host.flush();
    results.failed(item, fault.kind(), told, nanos, sent(), wrote);
    over();
  }

  private boolean sent() throws IOException {
    boolean sent = cancels.sent();
    if (sent) {
      desk.flush();
    }
    return sent;
  }

  private void over() {
    cancels.end();
    host.running(-1);
    board.map();
  }

  /** What is told of something thrown. */
  private Throwable told(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError error) {
      host.exhausted(error);
    }
    Trace.trim(thrown);
    return thrown;
  }
}
