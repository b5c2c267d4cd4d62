package dev.firebreak.pool;

import dev.firebreak.link.Varint;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which tasks have killed their workers, by what was sent: the same function with the
 * same arguments is the same task, whether it was sent by itself or as an item of a map. Under the
 * dispatcher's lock, but for {@link #suspects}; nothing is computed of a task unless one with
 * arguments of its length has killed.
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

  /** Of the arguments of those that have killed; replaced, never changed, so that anyone reads. */
  private volatile BitSet lengths = new BitSet();

  Poison(int limit) {
    this.limit = limit;
  }

  /** Counts that the first item of a slice has killed a worker; how many it has by now. */
  int killed(Slice slice) {
    if (limit == 0) {
      return 0;
    }
    Sent sent = sent(slice.job(), slice.from);
    if (!suspects(sent.length)) {
      BitSet more = (BitSet) lengths.clone();
      more.set(sent.length & 0xffff);
      lengths = more;
    }
    return kills.merge(sent, 1, Integer::sum);
  }

  /** Why a task that is sent by itself is not accepted; null if it is. */
  @Nullable String refusal(Job job) {
    if (limit == 0 || job instanceof Chunk) {
      return null;
    }
    int from = arguments(job);
    int length = job.payload.length - from;
    return suspects(length)
        ? refusal(sent(job.function, job.payload, from, length), job.title(0))
        : null;
  }

  /** Whether arguments of that length have killed; from any thread. */
  boolean suspects(int length) {
    return lengths.get(length & 0xffff);
  }

  /** The same for an item of a map whose arguments are the first bytes of those. */
  @Nullable String refusal(Shipped function, byte[] arguments, int length, String title) {
    return refusal(sent(function, arguments, 0, length), title);
  }

  private @Nullable String refusal(Sent sent, String title) {
    Integer count = kills.get(sent);
    return count == null || count < limit
        ? null
        : "%s is quarantined: with the same arguments it has killed %d workers; mend it, or open the pool with another quarantine"
            .formatted(title, count);
  }

  /** Where the arguments begin, behind a function that goes along. */
  private static int arguments(Job job) {
    return job.function.fixed() ? 0 : Integer.BYTES + job.function.bytes().length;
  }

  private static Sent sent(Job job, int item) {
    if (job instanceof Chunk chunk) {
      int at = chunk.offset(item);
      int length = (int) Varint.get(job.payload, at);
      return sent(job.function, job.payload, at + Varint.size(length), length);
    }
    int from = arguments(job);
    return sent(job.function, job.payload, from, job.payload.length - from);
  }

  private static Sent sent(Shipped function, byte[] bytes, int from, int length) {
    byte[] code = function.bytes();
    return new Sent(hash(code, 0, code.length), hash(bytes, from, length), length);
  }

  private static int hash(byte[] bytes, int from, int length) {
    int hash = 1;
    for (int at = from; at < from + length; at++) {
      hash = 31 * hash + bytes[at];
    }
    return hash;
  }
}
