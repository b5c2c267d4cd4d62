package dev.firebreak.lab;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.Verdict;
import dev.firebreak.api.WorkerStatus;
import dev.firebreak.faults.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The trial of one pool, whatever its home: the first sibling, the faulty task, the other siblings;
 * and what becomes of them, as moments.
 */
final class Trial {
  private static final Duration BACK_LIMIT = Duration.ofSeconds(30);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(1);

  private final Pool pool;
  private final Work work;
  private final Optional<Fault> fault;
  private final Limits limits;
  private final Consumer<Moment> told;
  private final CountDownLatch open;

  /**
   * How long things may take.
   *
   * @param faulty the run of the faulty task
   * @param overall all of it
   */
  record Limits(Duration faulty, Duration overall) {}

  /**
   * A trial.
   *
   * @param told of each moment, by many threads
   */
  Trial(Pool pool, Work work, Optional<Fault> fault, Limits limits, Consumer<Moment> told) {
    this.pool = pool;
    this.work = work;
    this.fault = fault;
    this.limits = limits;
    this.told = told;
    this.open = new CountDownLatch(work.tasks() + (fault.isPresent() ? 1 : 0));
  }

  /** Runs it; returns when all tasks have ended, or time is up. */
  void run() throws InterruptedException {
    try {
      pool.awaitReady();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no worker could be started: " + e.getMessage(), e);
    }
    told.accept(Moment.now(Moment.Kind.READY));
    told.accept(Moment.now(Moment.Kind.SUBMITTED));
    for (int i = 0; i < work.tasks(); i++) {
      submit(pool, i, work.task(i));
      if (i == 0 && fault.isPresent()) {
        Pool limited = pool.with(task -> task.withRunDeadline(limits.faulty()));
        submit(limited, Moment.FAULTY, fault.get().task());
      }
    }
    boolean all = open.await(limits.overall().toMillis(), TimeUnit.MILLISECONDS);
    told.accept(Moment.now(all ? Moment.Kind.DONE : Moment.Kind.GIVEN_UP));
  }

  private void submit(Pool through, int number, SerializableCallable<String> task) {
    CompletableFuture<PoolFuture<String>> submitted = new CompletableFuture<>();
    Pool heard =
        through.with(options ->
            options
                .withName(number == Moment.FAULTY ? "the faulty task" : "sibling-" + (number + 1))
                .withMessages(message -> said(number, submitted.join(), message)));
    PoolFuture<String> future = heard.submit(task);
    submitted.complete(future);
    var _ = future.toCompletableFuture().whenComplete((_, _) -> ended(number, future));
  }

  private void said(int number, PoolFuture<String> future, @Nullable Object message) {
    switch (message) {
      case Instant at ->
          told.accept(new Moment(at, Moment.Kind.BEGUN, number, future.worker(), ""));
      case long[] pids ->
          told.accept(
              new Moment(Instant.now(), Moment.Kind.PROCESS, number, "", Long.toString(pids[0])));
      case null, default -> {} // nobody says anything else
    }
  }

  private void ended(int number, PoolFuture<String> future) {
    try {
      Moment end = end(number, future);
      told.accept(end);
      if (number == Moment.FAULTY) {
        awaitBack(end);
      }
    } finally {
      open.countDown();
    }
  }

  private static Moment end(int number, PoolFuture<String> future) {
    Instant now = Instant.now();
    String worker = future.worker();
    try {
      return switch (future.outcome()) {
        case Outcome.Value<String>(String answer) ->
            new Moment(now, Moment.Kind.VALUE, number, worker, answer);
        case Outcome.Failure<String>(var failure) ->
            new Moment(now, Moment.Kind.FAILED, number, worker, words(failure));
        case Outcome.Timeout<String>(var failure) ->
            new Moment(
                now, Moment.Kind.LIMIT, number, worker, String.valueOf(failure.getMessage()));
        case Outcome.Crash<String>(var failure) ->
            new Moment(now, Moment.Kind.CRASH, number, worker, words(failure.verdict()));
      };
    } catch (CancellationException e) {
      return new Moment(now, Moment.Kind.FAILED, number, worker, "it was cancelled");
    }
  }

  private static String words(Throwable failure) {
    Throwable cause = failure.getCause();
    return String.valueOf(cause == null ? failure.getMessage() : cause);
  }

  private static String words(Verdict verdict) {
    return "%s %s %s".formatted(verdict.cause(), verdict.confidence(), verdict.sentence());
  }

  /** Waits until the worker that had the fault, or its successor, takes work. */
  private void awaitBack(Moment end) {
    Optional<Place> place = Place.of(end.worker());
    if (place.isEmpty()) {
      return;
    }
    boolean replaced = end.kind() == Moment.Kind.CRASH || end.kind() == Moment.Kind.LIMIT;
    int least = place.get().generation() + (replaced ? 1 : 0);
    long deadline = System.nanoTime() + BACK_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      for (WorkerStatus now : pool.workers()) {
        boolean ready =
            now.state() == WorkerStatus.State.IDLE || now.state() == WorkerStatus.State.BUSY;
        if (now.number() == place.get().number() && now.generation() >= least && ready) {
          told.accept(new Moment(Instant.now(), Moment.Kind.BACK, end.task(), end.worker(), ""));
          return;
        }
      }
      LockSupport.parkNanos(LOOK); // a pool tells nobody that a worker is idle
    }
  }
}
