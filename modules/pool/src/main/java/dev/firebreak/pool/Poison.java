package dev.firebreak.pool;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which tasks have killed their workers, by what was sent: the same function with the
 * same arguments is the same task. Under the dispatcher's lock; nothing is computed of a task
 * unless one of its length has killed.
 */
final class Poison {
  private static final int MOST = 1000;

  private record Sent(int function, int arguments, int length) {}

  private final int limit;
  private final Map<Sent, Integer> kills =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sent, Integer> eldest) {
          return size() > MOST;
        }
      };

  /** Of those that have killed, so that others need not be looked at. */
  private final BitSet lengths = new BitSet();

  Poison(int limit) {
    this.limit = limit;
  }

  /** Counts that the first item of a slice has killed a worker; how many it has by now. */
  int killed(Slice slice) {
    if (limit == 0) {
      return 0;
    }
    lengths.set(length(slice.job()));
    return kills.merge(sent(slice.job(), slice.from), 1, Integer::sum);
  }

  /** Why a job is not accepted; null if it is. */
  @Nullable String refusal(Job job) {
    if (limit == 0 || job instanceof Chunk || !lengths.get(length(job))) {
      return null;
    }
    Integer count = kills.get(sent(job, 0));
    return count == null || count < limit
        ? null
        : "%s is quarantined: with the same arguments it has killed %d workers; mend it, or open the pool with another quarantine"
            .formatted(job.title(0), count);
  }

  private static int length(Job job) {
    return job.payload.length & 0xfffff;
  }

  private static Sent sent(Job job, int item) {
    int arguments = job instanceof Chunk chunk ? chunk.hash(item) : Arrays.hashCode(job.payload);
    return new Sent(Arrays.hashCode(job.function.bytes()), arguments, job.payload.length);
  }
}
