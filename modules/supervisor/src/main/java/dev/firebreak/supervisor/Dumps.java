package dev.firebreak.supervisor;

import dev.firebreak.api.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has thread dumps taken of one process, one at a time and within a limit.
 *
 * <p>For maintainers: owned by the loop. SIGQUIT ends a JVM that has not installed its handlers
 * yet, and a stopped one would take notice of it only when nobody wants it any more: neither is
 * ever sent one.
 */
final class Dumps {
  private final Worker worker;
  private final Duration limit;
  private final List<Consumer<Dump>> waiting = new ArrayList<>();
  private long since;
  private @Nullable Dump last;

  Dumps(Worker worker, Duration limit) {
    this.worker = worker;
    this.limit = limit;
  }

  /**
   * Takes one, and tells what it showed; at once where none can be taken.
   *
   * @param stage how far the process is
   */
  void take(Stage stage, long now, Consumer<Dump> then) {
    if (!waiting.isEmpty()) {
      waiting.add(then);
    } else if (stage.compareTo(Stage.LAYER) < 0) {
      then.accept(Dump.none("its JVM was not up"));
    } else if ("TtZ".indexOf(worker.look().state()) >= 0) {
      then.accept(Dump.none("it was stopped, so no thread dump could be taken"));
    } else {
      waiting.add(then);
      since = now;
      worker.dump(limit);
    }
  }

  /** What the process answered. */
  void came(Dump dump) {
    last = dump;
    List<Consumer<Dump>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(each -> each.accept(dump));
  }

  /** Waits no longer than it should for an answer. */
  void look(long now) {
    // The worker keeps the limit itself; this is for one whose answer is lost.
    if (!waiting.isEmpty() && now - since > 2 * limit.toNanos()) {
      came(Dump.none("no thread dump came within " + limit.toMillis() + " ms"));
    }
  }

  void excuse(long pause) {
    since += pause;
  }

  /** The last that came; null for none. */
  @Nullable Dump last() {
    return last;
  }
}
