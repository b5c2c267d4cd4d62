package dev.firebreak.pool;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which tasks have killed their workers, by what was sent: the same function with the
 * same arguments is the same task. Under the dispatcher's lock; nothing is computed until something
 * was killed.
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

  Poison(int limit) {
    this.limit = limit;
  }

  /** Counts that the first item of a slice has killed a worker; how many it has by now. */
  int killed(Slice slice) {
    return limit == 0 ? 0 : kills.merge(sent(slice.job(), slice.from), 1, Integer::sum);
  }

  /** Why a job is not accepted; null if it is. */
  @Nullable String refusal(Job job) {
    if (limit == 0 || kills.isEmpty() || job instanceof Chunk) {
      return null;
    }
    Integer count = kills.get(sent(job, 0));
    return count == null || count < limit
        ? null
        : "%s is quarantined: with the same arguments it has killed %d workers; mend it, or open the pool with another quarantine"
            .formatted(job.title(0), count);
  }

  private static Sent sent(Job job, int item) {
    int arguments = job instanceof Chunk chunk ? chunk.hash(item) : Arrays.hashCode(job.payload);
    return new Sent(Arrays.hashCode(job.function.bytes()), arguments, job.payload.length);
  }
}
