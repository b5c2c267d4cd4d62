package dev.firebreak.processes;

import dev.firebreak.api.Liveness;
import dev.firebreak.api.Readiness;
import dev.firebreak.supervisor.Report;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks children from outside, again and again: until they are ready, and then whether they are
 * alive. One thread keeps the times of all; each question waits on a virtual thread of its own.
 */
final class Probes implements AutoCloseable {
  /** A server comes up within tens of milliseconds, and a refused connection costs 0.1. */
  private static final Duration READY_PORT = Duration.ofMillis(50);

  /** A command is a process. */
  private static final Duration READY_COMMAND = Duration.ofMillis(250);

  private static final Duration READY_LIMIT = Duration.ofSeconds(10);

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("firebreak-probes").daemon().factory());

  /** Whom a question is about. */
  interface Asked {
    String path();

    long pid();

    boolean over();
  }

  /** Asks until the answer is good, then runs {@code good}. */
  void untilReady(Readiness probe, Asked asked, Runnable good) {
    if (probe instanceof Readiness.Port || probe instanceof Readiness.Command) {
      Duration pause = probe instanceof Readiness.Port ? READY_PORT : READY_COMMAND;
      ask(
          probe,
          READY_LIMIT,
          asked,
          answer -> {
            if (answer.isEmpty()) {
              good.run();
            } else {
              later(pause, asked, () -> untilReady(probe, asked, good));
            }
          });
    }
  }

  /** Asks for as long as the child lives, and tells what changes. */
  void whileAlive(Liveness liveness, Asked asked, Teller teller) {
    later(liveness.every(), asked, () -> again(liveness, asked, teller, 0));
  }

  private void again(Liveness liveness, Asked asked, Teller teller, int inRow) {
    ask(
        liveness.probe(),
        liveness.timeout(),
        asked,
        answer -> {
          int row = answer.isEmpty() ? 0 : inRow + 1;
          if (answer.isPresent()) {
            teller.tell(new Report.ProbeFailed(row, answer.get()));
          } else if (inRow > 0) {
            teller.tell(new Report.ProbeRecovered());
          }
          later(liveness.every(), asked, () -> again(liveness, asked, teller, row));
        });
  }

  private interface Answer {
    void take(Optional<String> wrong);
  }

  private static void ask(Readiness probe, Duration limit, Asked asked, Answer answer) {
    if (asked.over()) {
      return;
    }
    Thread.ofVirtual()
        .name("firebreak-probe " + asked.path())
        .start(() -> {
          try {
            answer.take(Asking.ask(probe, limit, asked.path(), asked.pid()));
          } catch (InterruptedException e) {
            // Nobody interrupts this thread; the question is dropped with it.
          }
        });
  }

  private void later(Duration pause, Asked asked, Runnable action) {
    if (!asked.over()) {
      try {
        var _ = clock.schedule(action, pause.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        // We are closed, and so are all children.
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
