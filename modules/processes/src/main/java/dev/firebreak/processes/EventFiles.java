package dev.firebreak.processes;

import dev.firebreak.api.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events off the loop and gives them, in order and on one thread, to the event file, the
 * fault log and the listeners. It holds so many at most; more than that are counted and told. What
 * children may say as often as they like is dropped first, so that it drops no end of one.
 */
final class EventFiles implements AutoCloseable {
  static final String FILE = "events.jsonl";

  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.processes");

  /** A minute of 170 events a second, some 10 MB. */
  private static final int BOUND = 10_000;

  /** So much of it for what children say. */
  private static final int SAID = BOUND / 2;

  /** Writing what is there takes milliseconds; a listener that hangs must not hold up the end. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private interface Entry {}

  private record Told(Event event) implements Entry {}

  private record Work(Runnable task) implements Entry {}

  private record Over() implements Entry {}

  private final String subject;
  private final RotatingFile file;
  private final FaultLog faults;
  private final List<Consumer<Event>> listeners;
  private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;

  /** {@code first} is told each event before the listeners. */
  EventFiles(Path folder, String subject, Options options, Consumer<Event> first) {
    this.subject = subject;
    List<Consumer<Event>> all = new ArrayList<>(List.of(first));
    all.addAll(options.listeners());
    this.listeners = List.copyOf(all);
    this.file =
        new RotatingFile(
            folder.resolve(FILE),
            options.rotation(),
            (lines, why) -> Json.line(notice(lines + " events were not written here: " + why)),
            LOG::warn);
    this.faults = new FaultLog(folder, options.rotation());
    this.thread = Thread.ofPlatform().name("firebreak-events").daemon().start(this::run);
  }

  /** Never waits. */
  void tell(Event event) {
    boolean said = event instanceof Event.Noted || event instanceof Event.Notice;
    if (queue.size() < (said ? SAID : BOUND)) {
      queue.add(new Told(event));
    } else {
      lost.incrementAndGet();
    }
  }

  /** Has something done before what is told next; false if there is too much to do already. */
  boolean before(Runnable task) {
    return queue.size() < BOUND && queue.add(new Work(task));
  }

  private void work(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("something about an event could not be done", e);
    }
  }

  private void run() {
    while (true) {
      try {
        Entry entry = queue.take();
        if (entry instanceof Work(Runnable task)) {
          work(task);
          continue;
        }
        if (!(entry instanceof Told(Event event))) {
          return;
        }
        write(event);
        long missed = lost.getAndSet(0);
        if (missed > 0) {
          write(notice(missed + " events are missing here: they came faster than they were told"));
        }
      } catch (InterruptedException e) {
        // Nobody interrupts this thread to a purpose; Over ends it.
      }
    }
  }

  private Event.Notice notice(String sentence) {
    return new Event.Notice(Instant.now(), subject, Event.Weight.WARNING, sentence);
  }

  private void write(Event event) {
    try {
      byte[] line = (Json.line(event) + "\n").getBytes(StandardCharsets.UTF_8);
      file.write(line, line.length, 1, true);
      faults.write(event);
    } catch (RuntimeException | Error e) {
      LOG.error("an event could not be written: {}", event, e);
    }
    for (Consumer<Event> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException | Error e) {
        // A failed assertion of the listener's too: the others must hear of this event and the
        // next.
        LOG.error("a listener failed on {}", event, e);
      }
    }
  }

  /** Writes what was told before. */
  @Override
  public void close() {
    queue.add(new Over());
    if (Thread.currentThread() != thread) {
      try {
        thread.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the thread writes on, as long as the JVM lives
        return;
      }
    }
    file.close();
    faults.close();
  }
}
