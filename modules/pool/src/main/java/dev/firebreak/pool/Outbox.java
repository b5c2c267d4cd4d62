package dev.firebreak.pool;

import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToWorker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes to one worker. Frames are added under the dispatcher's lock, and written without it, in
 * the order in which they were added: by whoever holds {@code writing}, who takes all.
 */
final class Outbox {
  private static final int HEADER = 40;
  private static final byte[] NONE = {};

  private final Link<ToChild, ToParent> link;
  private final ConcurrentLinkedQueue<ToChild> frames = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final BitSet defined = new BitSet();

  /** Bytes of replies that are not written yet; also the monitor of those who wait for that. */
  private final AtomicLong replies = new AtomicLong();

  Outbox(Link<ToChild, ToParent> link) {
    this.link = link;
  }

  void add(ToChild frame) {
    replies.addAndGet(bytes(frame));
    frames.add(frame);
  }

  private static long bytes(ToChild frame) {
    return frame instanceof ToWorker.Reply reply ? reply.length() + HEADER : 0;
  }

  /** Bytes of replies that are not written yet. */
  long replies() {
    return replies.get();
  }

  /** Waits until less than that of replies is left to be written, or nobody wants them. */
  void awaitReplies(long most, BooleanSupplier over) {
    boolean interrupted = false;
    synchronized (replies) {
      while (replies.get() > most && !over.getAsBoolean()) {
        try {
          replies.wait();
        } catch (InterruptedException e) {
          interrupted = true; // its caller gets it back below
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Has those look again who wait for replies to be written. */
  void wake() {
    synchronized (replies) {
      replies.notifyAll();
    }
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  /** Defines a function, where it is not known yet; its number. */
  int define(Shipped function) {
    if (!defined.get(function.number())) {
      defined.set(function.number());
      byte[] bytes = function.bytes();
      parted(bytes);
      frames.add(new ToWorker.Define(function.number(), tail(bytes)));
    }
    return function.number();
  }

  /** Opens the worker, with what it runs first and last. */
  void open(@Nullable Shipped first, @Nullable Shipped last) {
    ToWorker.Open open = new ToWorker.Open(number(first), number(last)); // defines them before it
    add(open);
  }

  private int number(@Nullable Shipped function) {
    return function == null ? ToWorker.Open.NONE : define(function);
  }

  /** Takes a function's number back. */
  void forget(int number) {
    if (defined.get(number)) {
      defined.clear(number);
      frames.add(new ToWorker.Define(number, NONE));
    }
  }

  /** Adds a slice, and enters it in the ledger. */
  void add(Slice slice, Ledger ledger) {
    Job job = slice.job();
    byte[] payload = job.wire(slice);
    int bytes = payload.length + HEADER;
    int function = ToWorker.Work.INLINE;
    if (job.function.fixed()) {
      bytes += defined.get(job.function.number()) ? 0 : job.function.bytes().length;
      function = define(job.function);
    }
    ledger.enter(slice, bytes);
    parted(payload);
    boolean timed = job.terms.run() > 0;
    byte[] end = tail(payload);
    if (job instanceof Chunk) {
      frames.add(
          new ToWorker.Chunk(
              slice.first,
              job.id + slice.from,
              slice.attempt,
              function,
              job.arguments,
              timed,
              slice.count(),
              end));
    } else {
      frames.add(
          new ToWorker.Work(
              slice.first, job.id, slice.attempt, function, job.arguments, timed, end));
    }
  }

  private void parted(byte[] bytes) {
    for (int from = 0; bytes.length - from > ToWorker.Part.MOST; from += ToWorker.Part.MOST) {
      frames.add(new ToWorker.Part(bytes, from, ToWorker.Part.MOST));
    }
  }

  private static byte[] tail(byte[] bytes) {
    if (bytes.length <= ToWorker.Part.MOST) {
      return bytes;
    }
    int from = (bytes.length - 1) / ToWorker.Part.MOST * ToWorker.Part.MOST;
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  /** Writes what there is; waits while the pipe is full. */
  void write() {
    while (!frames.isEmpty() && writing.tryLock()) {
      long passed = 0;
      try {
        List<ToChild> batch = new ArrayList<>();
        for (ToChild frame = frames.poll(); frame != null; frame = frames.poll()) {
          batch.add(frame);
          passed += bytes(frame);
        }
        link.sendAll(batch);
      } catch (IOException e) {
        // The worker is gone: its end is told, with the reason.
      } finally {
        writing.unlock();
      }
      if (passed > 0) {
        replies.addAndGet(-passed);
        wake();
      }
    }
  }
}
