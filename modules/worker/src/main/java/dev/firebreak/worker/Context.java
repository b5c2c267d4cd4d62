package dev.firebreak.worker;

import dev.firebreak.api.TaskContext;
import dev.firebreak.link.LastWords.Kind;
import dev.firebreak.link.LastWords.Phase;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task asks and tells; it forwards, and owns only whether the task may be interrupted. */
final class Context implements TaskContext {
  private final Pulse pulse;
  private final ToChild.Run run;
  private final Box box;
  private volatile boolean stopping;
  private boolean ready;
  private @Nullable Thread thread = Thread.currentThread();

  Context(Pulse pulse, ToChild.Run run, Box box) {
    this.pulse = pulse;
    this.run = run;
    this.box = box;
  }

  @Override
  public String name() {
    return run.address().substring(run.address().lastIndexOf('/') + 1);
  }

  @Override
  public int generation() {
    return run.generation();
  }

  @Override
  public List<String> arguments() {
    return run.arguments();
  }

  @Override
  public void ready() {
    if (first()) {
      box.phase(Phase.READY);
      try {
        pulse.post(new ToParent.Ready(), Duration.ZERO);
      } catch (IOException e) {
        // The parent is gone: firebreak-link reads the same and halts.
      }
    }
  }

  /** An AtomicBoolean would load the variable handles for this. */
  private synchronized boolean first() {
    boolean first = !ready;
    ready = true;
    return first;
  }

  @Override
  public void progress() {
    pulse.progress();
  }

  @Override
  public void progress(String note) {
    pulse.progress(note);
  }

  @Override
  public boolean stopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
    box.last(Phase.STOPPING, Kind.STOP_ASKED, "");
  }

  synchronized void interrupt() {
    if (thread != null) {
      box.mark(Kind.INTERRUPTED, "");
      thread.interrupt();
    }
  }

  /** After this the thread is no task's any more and is left alone. */
  synchronized void end() {
    thread = null;
  }
}
