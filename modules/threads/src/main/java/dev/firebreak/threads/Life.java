package dev.firebreak.threads;

import dev.firebreak.api.Verdict;
import dev.firebreak.link.Board;
import dev.firebreak.link.BytePipe;
import dev.firebreak.link.Codec;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.pool.Crew;
import dev.firebreak.pool.Hand;
import dev.firebreak.pool.Port;
import dev.firebreak.worker.TaskLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of one worker: a thread that runs tasks, and one that hears it and tells the pool. What
 * becomes of it is decided once, by whoever comes first: its own end, a fault, or us.
 */
final class Life implements TaskLoop.Host {
  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.threads");

  private final int worker;
  private final int generation;
  private final Board board = Board.local();
  private final BytePipe down = new BytePipe();
  private final BytePipe up = new BytePipe();
  private final Link<ToParent, ToChild> child = Link.toParent(down.in(), up.out());
  private final Link<ToChild, ToParent> parent = Link.toChild(up.in(), down.out());
  private final Codec.Types types;
  private final Thread runner;
  private final Thread reader;
  private final Consumer<Life> over;
  private final List<Future<?>> alarms = new ArrayList<>();
  private boolean ready;
  private boolean failed;
  private boolean stopped;
  private @Nullable Verdict verdict;
  private @Nullable Throwable broken;

  /**
   * A life that has not begun.
   *
   * @param pool its name, for the names of the threads
   * @param over is told the end, when all that was said is told
   */
  Life(
      Crew crew,
      int worker,
      int generation,
      String pool,
      Codec.Types types,
      @Nullable ClassLoader context,
      Consumer<Life> over) {
    this.worker = worker;
    this.generation = generation;
    this.types = types;
    this.over = over;
    String title = "worker-%d#%d".formatted(worker, generation);
    String threads = pool + "/" + title;
    this.runner = Thread.ofPlatform().daemon().name(threads).unstarted(this::serve);
    this.runner.setContextClassLoader(context);
    Hand hand = new Hand(worker, generation, 0, title, parent, board, Hand.Streams.NONE);
    this.reader =
        Thread.ofPlatform().daemon().name(threads + " link").unstarted(() -> hear(crew, hand));
  }

  void begin() {
    reader.start();
    runner.start();
  }

  int worker() {
    return worker;
  }

  int generation() {
    return generation;
  }

  synchronized boolean ready() {
    return ready;
  }

  /** Something is done to it at a time, unless it is over then. */
  synchronized void limit(Future<?> alarm) {
    alarms.add(alarm);
  }

  /** It is over. */
  synchronized void forget() {
    alarms.forEach(alarm -> alarm.cancel(false));
    alarms.clear();
  }

  // What is done to it. May wait for a pipe that is full, so the home has other threads do it.

  /** Asks it to end when the task that runs has. */
  void stop() {
    synchronized (this) {
      stopped = true;
    }
    send(new ToChild.Stop());
  }

  /** Interrupts what runs. */
  void interrupt() {
    send(new ToChild.Interrupt());
  }

  private void send(ToChild frame) {
    try {
      parent.send(frame);
    } catch (IOException e) {
      // It has ended: its reader tells that.
    }
  }

  /** Gives it up: its thread is interrupted, and what it does from now on is of no interest. */
  void abandon(Verdict why) {
    synchronized (this) {
      if (verdict != null) {
        return;
      }
      verdict = why;
    }
    try {
      parent.close();
    } catch (IOException e) {
      throw new IllegalStateException(e); // a pipe of ours
    }
    runner.interrupt();
  }

  /** The same because it was to end. */
  void abandonStopped(String why) {
    synchronized (this) {
      stopped = true;
    }
    abandon(new Verdict(Verdict.Cause.STOPPED, Verdict.Confidence.CERTAIN, why));
  }

  private synchronized boolean abandoned() {
    return verdict != null;
  }

  // Its threads.

  private void serve() {
    try (child) {
      var _ = new TaskLoop(child, this, types, worker, generation).serve();
    } catch (Throwable e) {
      synchronized (this) {
        broken = e;
      }
    }
  }

  private void hear(Crew crew, Hand hand) {
    try {
      Port port = crew.admit(hand);
      while (true) {
        port.pausing();
        ToParent frame = parent.receive();
        port.resuming();
        if (frame == null) {
          break;
        }
        if (frame instanceof FromWorker said) {
          port.heard(said);
          if (said instanceof FromWorker.Opened opened) {
            opened(crew, opened);
          }
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      if (abandoned()) {
        return; // half a result may have stood in the pipe that was closed
      }
      Scarcity shortage = Scarcity.of(e);
      if (shortage == null) {
        LOG.error("a fault of Firebreak itself: {} was not understood", hand.title(), e);
      } else {
        LOG.error("{} is given up: {}", hand.title(), shortage.sentence(), e);
      }
      abandon(
          shortage == null
              ? new Verdict(
                  Verdict.Cause.LINK_BROKEN, Verdict.Confidence.CERTAIN, String.valueOf(e))
              : shortage.verdict());
    } finally {
      over.accept(this);
    }
  }

  private void opened(Crew crew, FromWorker.Opened opened) {
    boolean well = opened.failure().length == 0;
    synchronized (this) {
      ready = well;
      failed = !well;
    }
    if (well) {
      crew.ready(worker, generation);
    }
  }

  /** How it ended. */
  synchronized Crew.Loss loss(boolean lasting) {
    return new Crew.Loss(worker, generation, 0, verdict(), stopped, ready, lasting, List.of());
  }

  /** Whether its initializer failed, which another try would not change. */
  synchronized boolean hopeless() {
    return failed && !stopped;
  }

  synchronized boolean wasStopped() {
    return stopped;
  }

  private synchronized Verdict verdict() {
    Verdict known = verdict;
    if (known != null) {
      return known;
    }
    if (failed) {
      return new Verdict(
          Verdict.Cause.START_FAILED, Verdict.Confidence.CERTAIN, "its initializer failed");
    }
    if (stopped) {
      return new Verdict(
          Verdict.Cause.STOPPED, Verdict.Confidence.CERTAIN, "it was stopped in order");
    }
    Scarcity shortage = broken == null ? null : Scarcity.of(broken);
    return shortage == null
        ? new Verdict(
            Verdict.Cause.UNKNOWN,
            Verdict.Confidence.CERTAIN,
            "its thread ended by itself" + (broken == null ? "" : ": " + broken))
        : shortage.verdict();
  }

  // What the loop asks of where it runs.

  @Override
  public @Nullable ToChild receive() throws IOException {
    return child.receive();
  }

  @Override
  public void lost() {
    // It was abandoned: what runs sees that it is cancelled, and the loop ends behind it.
  }

  @Override
  public void exhausted(OutOfMemoryError error) {
    // The memory is everybody's. It is what the task threw, as in any thread.
  }

  @Override
  public boolean flush() {
    return false;
  }

  @Override
  public Board board() {
    return board;
  }
}
