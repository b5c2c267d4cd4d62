/* Prints:
 *   Slice[from=0, to=25000, primes=2762]
 *   Slice[from=25000, to=50000, primes=2371]
 *   Slice[from=50000, to=75000, primes=2260]
 *   Slice[from=75000, to=100000, primes=2199]
 *   progress: 4 of 4
 *   result: 9592
 */
package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.TaskProgress;
import dev.firebreak.api.WorkContext;
import dev.firebreak.processes.ProcessPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** What a running task tells its caller: values, in order and before its result, and progress. */
public final class Sample08MessagesAndProgress {
  private Sample08MessagesAndProgress() {}

  /** A part of the answer; a record may go either way. */
  record Slice(int from, int to, long primes) {}

  /** Prints what the task sends while it runs. */
  public static void main(String[] args) throws Exception {
    AtomicReference<TaskProgress> last = new AtomicReference<>(new TaskProgress(0, 0));

    try (Pool pool = ProcessPool.open()) {
      Pool heard =
          pool.with(task ->
              task.withMessages(message -> {
                if (message instanceof TaskProgress progress) {
                  last.set(progress); // of several within 0.1 s only the last one comes
                } else {
                  System.out.println(message);
                }
              }));

      long primes = heard.apply(Sample08MessagesAndProgress::primes, 100_000).join();

      System.out.println("progress: " + last.get().done() + " of " + last.get().total());
      System.out.println("result: " + primes);
    }
  }

  static long primes(int below) {
    WorkContext me = WorkContext.current();
    long found = 0;
    for (int slice = 0; slice < 4; slice++) {
      int from = below / 4 * slice;
      int to = from + below / 4;
      long primes =
          IntStream.range(Math.max(2, from), to).filter(Sample01FirstMap::isPrime).count();
      found += primes;
      me.send(new Slice(from, to, primes));
      me.progress(slice + 1, 4);
    }
    return found;
  }
}
