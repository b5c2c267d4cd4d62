package dev.firebreak.processes;

import dev.firebreak.api.Stage;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.LinkException;
import dev.firebreak.link.Thrown;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.supervisor.Report;
import java.io.IOException;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a child says over its link, on a thread of its own, and tells it on. Its end is no
 * verdict: the exit status is.
 */
final class Hearing implements Runnable {
  /** What else the owner of the process does. */
  interface Owner {
    void hello();

    void layerBuilt();

    void mainReached(boolean task);

    void called();
  }

  private final Link<ToChild, ToParent> link;
  private final Teller teller;
  private final Owner owner;
  private final MissingGrants missing;
  private final Set<String> granted;
  private final LongSupplier clock;
  private final @Nullable Member member;
  private volatile long progressed;
  private volatile long lastBeat;
  private volatile long lastProgress;

  /**
   * Hears nothing yet.
   *
   * @param member the child as a worker of a pool; null for a program
   */
  Hearing(
      Link<ToChild, ToParent> link,
      Teller teller,
      Owner owner,
      MissingGrants missing,
      Set<String> granted,
      LongSupplier clock,
      @Nullable Member member) {
    this.link = link;
    this.teller = teller;
    this.owner = owner;
    this.missing = missing;
    this.granted = granted;
    this.clock = clock;
    this.member = member;
  }

  long lastBeat() {
    return lastBeat;
  }

  long lastProgress() {
    return lastProgress;
  }

  /** How often progress was told. */
  long progress() {
    return progressed;
  }

  @Override
  public void run() {
    try {
      for (ToParent frame = receive(); frame != null; frame = receive()) {
        hear(frame);
      }
    } catch (Foul e) {
      teller.tell(new Report.LinkBroken("what it sent is no worker's: " + e.getMessage()));
    } catch (LinkException e) {
      if (!e.half()) {
        teller.tell(new Report.LinkBroken("it sent what is no frame: " + e.getMessage()));
      } // half a frame is what a killed child leaves behind
    } catch (IOException e) {
      // The child or we ourselves have closed it; the exit status tells why.
    } catch (RuntimeException | Error e) {
      // A child whose words are not heard would count as silent without anybody knowing why.
      teller.tell(new Report.LinkBroken("its link could not be read, by a fault of ours: " + e));
    }
  }

  private @Nullable ToParent receive() throws IOException, Foul {
    Member pool = member;
    if (pool == null || link.pending()) {
      return link.receive();
    }
    try {
      pool.pausing();
    } catch (IOException e) {
      throw new Foul(e);
    }
    try {
      return link.receive();
    } finally {
      resume(pool);
    }
  }

  private static void resume(Member pool) throws Foul {
    try {
      pool.resuming();
    } catch (IOException e) {
      throw new Foul(e);
    }
  }

  private void hear(ToParent frame) throws Foul {
    switch (frame) {
      case ToParent.Hello _ -> {
        owner.hello();
        teller.tell(new Report.Hello());
      }
      case ToParent.Stage stage -> {
        switch (stage.step()) {
          case JVM_UP -> {} // Hello says it
          case LAYER_BUILT -> owner.layerBuilt();
          case MAIN_REACHED -> owner.mainReached(stage.task());
        }
      }
      case ToParent.Ready() -> owner.called();
      case ToParent.Beat(long _, long progress) -> beat(progress);
      case ToParent.Progress(String note) -> {
        lastProgress = clock.getAsLong();
        teller.tell(new Report.Noted(note));
      }
      case ToParent.Failed failed -> {
        Thrown cause = failed.cause();
        String hint = cause == null ? "" : hint(cause);
        teller.tell(new Report.Failed(stage(failed.step()), failed.sentence() + hint, true));
      }
      case ToParent.Threw(String thread, Thrown thrown) -> threw(thread, thrown);
      case ToParent.Ended _ -> {} // non-daemon threads may go on; the exit is what counts
      case ToParent.Leaving() -> teller.tell(new Report.Leaving());
      case ToParent.OutOfMemory(ToParent.Shortage shortage, String _, String message) ->
          teller.tell(new Report.OutOfMemory(kind(shortage), message));
      case FromWorker word -> serve(word);
    }
  }

  private void serve(FromWorker word) throws Foul {
    Member pool = member;
    if (pool == null) {
      throw new Foul(new IOException("a program speaks as a worker"));
    }
    try {
      if (pool.heard(word)) {
        owner.called();
      } else if (word instanceof FromWorker.Opened) {
        teller.tell(
            new Report.Failed(
                Stage.READY, "its initializer failed; the pool's tasks say with what", true));
      }
    } catch (IOException e) {
      throw new Foul(e);
    }
  }

  /** The pool says that its worker is not to be believed. */
  private static final class Foul extends Exception {
    private static final long serialVersionUID = 1;

    Foul(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private void beat(long progress) {
    long now = clock.getAsLong();
    lastBeat = now;
    if (progress != progressed) {
      progressed = progress;
      lastProgress = now;
    }
  }

  private void threw(String thread, Thrown thrown) {
    String message = thrown.message();
    String summary = thrown.type() + (message == null ? "" : ": " + message) + hint(thrown);
    if (thread.equals("main")) {
      teller.tell(new Report.Threw(summary));
    } else {
      teller.notice(true, "its thread %s ended with %s".formatted(thread, summary));
    }
  }

  private String hint(Thrown thrown) {
    return missing.hint(thrown, granted).map(words -> "; " + words).orElse("");
  }

  private static Stage stage(ToParent.Step step) {
    return switch (step) {
      case JVM_UP -> Stage.JVM;
      case LAYER_BUILT -> Stage.LAYER;
      case MAIN_REACHED -> Stage.MAIN;
    };
  }

  private static String kind(ToParent.Shortage shortage) {
    return switch (shortage) {
      case HEAP, ARRAY -> "heap";
      case METASPACE -> "metaspace";
      case DIRECT -> "direct buffers";
      case THREADS -> "threads";
      case OTHER -> "memory";
    };
  }
}
