package dev.firebreak.processes;

import dev.firebreak.confine.Identity;
import dev.firebreak.confine.ProcessTable;
import dev.firebreak.confine.Signals;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.supervisor.Worker;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A process that exists: its pipes, and the threads that read them. */
final class Life {
  /** What a dead child left in its pipes is read within milliseconds, also on a busy machine. */
  private static final Duration DRAIN = Duration.ofMillis(500);

  /** Reading takes few frames, and there are three such threads a child. */
  private static final long STACK = 256 * 1024;

  private final Birth.Born born;
  private final Identity identity;
  private final Link<ToChild, ToParent> link;
  private final Executor executor;
  private final List<Thread> threads = new ArrayList<>();
  private CompletableFuture<Void> sends = CompletableFuture.completedFuture(null);

  Life(Birth.Born born, Executor executor) {
    this.born = born;
    this.identity = Identity.of(born.process().pid());
    this.link = Link.toChild(born.process().getInputStream(), born.process().getOutputStream());
    this.executor = executor;
  }

  Identity identity() {
    return identity;
  }

  /** How it is, seen from outside. */
  Worker.Look look() {
    return ProcessTable.stat(identity.pid())
        .map(stat -> new Worker.Look(stat.state(), stat.cpuTime()))
        .orElse(Worker.Look.UNKNOWN);
  }

  Link<ToChild, ToParent> link() {
    return link;
  }

  Birth.Born born() {
    return born;
  }

  Worker.Gc gc(Duration past) {
    return born.gc().since(System.nanoTime() - past.toNanos(), executor);
  }

  /** Begins to read. */
  void read(String name, Hearing hearing, Output out, Output err) {
    threads.add(thread("firebreak-link " + name, hearing));
    threads.add(thread("firebreak-out " + name, out));
    threads.add(thread("firebreak-err " + name, err));
  }

  private static Thread thread(String name, Runnable work) {
    return Thread.ofPlatform().name(name).daemon().stackSize(STACK).start(work);
  }

  /** Sends a frame behind those that were sent before, without waiting for it. */
  synchronized void send(ToChild frame) {
    sends = sends.thenRunAsync(() -> sendNow(frame), executor);
  }

  /** Sends the first frames, at the process's birth. */
  void sendNow(ToChild frame) {
    try {
      link.send(frame);
    } catch (IOException e) {
      // The child is gone: its exit status says why.
    }
  }

  /** The child has opened its streams, or never will. */
  void opened() {
    try {
      born.stdout().release();
      if (born.stdin().isPresent()) {
        Closeable admitted = born.stdin().get();
        admitted.close();
      }
    } catch (IOException e) {
      // It was released before.
    }
    Birth.delete(born.fifo());
  }

  /**
   * Ends what is left of its group and reads what is left in its pipes.
   *
   * @return false if a process outside the group still holds them
   */
  boolean finish() {
    boolean drained = true;
    try {
      Signals.killGroup(identity);
    } catch (IllegalStateException e) {
      // What may not be killed holds the pipe, and the bound below deals with that.
    }
    opened();
    long deadline = System.nanoTime() + DRAIN.toNanos();
    for (Thread thread : threads) {
      drained &= joined(thread, deadline);
    }
    try {
      link.close();
    } catch (IOException e) {
      // The other end is gone.
    }
    return drained;
  }

  private static boolean joined(Thread thread, long deadline) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
