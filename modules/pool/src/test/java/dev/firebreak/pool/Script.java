package dev.firebreak.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What workers do by the word that they get:
 *
 * <pre>
 * wait     until go, or until it is interrupted
 * polite   until it is asked to end, and returns "polite"
 * stubborn until go, whatever happens
 * die      as a SIGKILL does
 * throw    an IllegalStateException
 * </pre>
 *
 * Anything else is returned.
 */
final class Script implements FakeWorker.Brain {
  final CountDownLatch go = new CountDownLatch(1);
  private final List<String> ran = new ArrayList<>();

  /** What was begun, and where: {@code 1#2 word}. */
  synchronized List<String> ran() {
    return List.copyOf(ran);
  }

  /** Waits until some worker has begun it. */
  void awaitBegun(String word) {
    Await.until(() -> ran().stream().anyMatch(line -> line.endsWith(" " + word)));
  }

  private synchronized void begun(FakeWorker me, @Nullable Object argument) {
    ran.add("%d#%d %s".formatted(me.number, me.generation, argument));
  }

  @Override
  public @Nullable Object run(@Nullable Object argument, FakeWorker me) throws Exception {
    begun(me, argument);
    switch (String.valueOf(argument)) {
      case "wait" -> go.await();
      case "polite" -> {
        while (!me.cancelled()) {
          Thread.onSpinWait();
        }
      }
      case "stubborn" -> {
        while (go.getCount() > 0 && !me.dead()) {
          Thread.onSpinWait();
        }
      }
      case "die" -> throw new FakeWorker.Death();
      case "throw" -> throw new IllegalStateException("as it was asked");
      default -> {}
    }
    return argument;
  }
}
