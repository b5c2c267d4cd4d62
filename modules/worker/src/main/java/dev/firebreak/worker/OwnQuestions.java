package dev.firebreak.worker;

import dev.firebreak.api.Insights;
import dev.firebreak.api.RefusedException;
import dev.firebreak.api.WorkerStatus;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Nesting;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What is asked about a task's own pool, and the parent's answers. */
final class OwnQuestions {
  private final OwnCore core;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, CompletableFuture<@Nullable Object>> asked = new ConcurrentHashMap<>();
  private volatile byte[] last = {};

  OwnQuestions(OwnCore core) {
    this.core = core;
  }

  /** What is seen of a task that runs. */
  record Look(String worker, String stdout, String stderr) {}

  private CompletableFuture<@Nullable Object> question(int kind, byte... about) {
    CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
    long question = numbers.incrementAndGet();
    asked.put(question, answer);
    if (core.isTerminated()) {
      answer.complete(null);
    } else {
      try {
        core.ask(kind, Nesting.about(question, about));
      } catch (RefusedException e) {
        answer.complete(null); // nobody is there to know
      }
    }
    var _ = answer.whenComplete((_, _) -> asked.remove(question));
    return answer;
  }

  Look look(long id) {
    Object told = question(Nesting.LOOK, Nesting.about(id)).join();
    return told instanceof List<?> texts && texts.size() == 3
        ? new Look(
            String.valueOf(texts.get(0)),
            String.valueOf(texts.get(1)),
            String.valueOf(texts.get(2)))
        : new Look("", "", "");
  }

  List<WorkerStatus> workers() {
    List<WorkerStatus> all = new ArrayList<>();
    if (question(Nesting.ASK, (byte) Nesting.WORKERS).join() instanceof List<?> some) {
      some.forEach(each -> all.add((WorkerStatus) each));
    }
    return all;
  }

  Insights insights() {
    Object told = question(Nesting.ASK, (byte) Nesting.INSIGHTS).join();
    if (told == null && last.length > 0) {
      told = decoded(last, 0); // it is closed
    }
    if (told instanceof Insights insights) {
      return insights;
    }
    throw new RefusedException("pool " + core.name() + " has ended with its task", null);
  }

  void awaitReady() throws InterruptedException, ExecutionException {
    Object told = question(Nesting.ASK, (byte) Nesting.READY).get();
    if (told != null) {
      RuntimeException why = OwnFault.told(told, core.codec());
      throw new ExecutionException(why.getMessage(), why);
    }
  }

  /** An answer, on the thread that reads the link. */
  void answered(byte[] bytes) {
    CompletableFuture<@Nullable Object> answer = asked.get(ByteBuffer.wrap(bytes).getLong());
    if (answer != null) {
      try {
        answer.complete(decoded(bytes, Long.BYTES));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }
  }

  /** What the pool had measured when it was closed; nothing if it ended with its task. */
  void last(byte[] insights) {
    last = insights;
  }

  /** Nobody answers any more. */
  void over() {
    asked.values().forEach(answer -> answer.complete(null));
  }

  private @Nullable Object decoded(byte[] bytes, int from) {
    try {
      return core.codec().decoder().of(bytes, from, bytes.length).value();
    } catch (CodecException e) {
      throw new IllegalStateException("what the parent says cannot be read", e);
    }
  }
}
