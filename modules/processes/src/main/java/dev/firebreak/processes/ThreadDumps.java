package dev.firebreak.processes;

import dev.firebreak.supervisor.Dump;
import dev.firebreak.supervisor.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Has one JVM write thread dumps, and keeps the last of them as evidence. */
final class ThreadDumps {
  private final ProcessSpawner spawner;
  private final List<String> options;
  private final Teller teller;
  private volatile @Nullable ThreadDump last;

  ThreadDumps(ProcessSpawner spawner, List<String> options, Teller teller) {
    this.spawner = spawner;
    this.options = options;
    this.teller = teller;
  }

  /**
   * Takes one and tells what it shows, within the limit.
   *
   * @param out where the JVM will write it; null where there is no JVM
   * @param quit sends SIGQUIT
   */
  void take(Duration limit, @Nullable Output out, Runnable quit) {
    if (out == null) {
      tell(new Dump("it had ended", List.of()));
    } else if (!JvmFlags.dumps(options)) {
      tell(new Dump("its JVM's options may switch thread dumps off (-Xrs)", List.of()));
    } else {
      CompletableFuture<ThreadDump> dump = out.dump();
      var _ = dump.thenAccept(this::came);
      quit.run();
      spawner.later(
          limit,
          () -> {
            if (!dump.isDone()) {
              out.giveUp();
            }
          });
    }
  }

  private void came(ThreadDump dump) {
    boolean any = !dump.text().isEmpty();
    if (any) {
      last = dump;
    }
    String note =
        dump.whole()
            ? Dump.TAKEN
            : any ? "its end did not come" : "its JVM did not write one in time";
    tell(new Dump(note, dump.deadlock()));
  }

  private void tell(Dump dump) {
    teller.tell(new Report.Dumped(dump));
  }

  /** The last one; empty for none. */
  Optional<ThreadDump> last() {
    return Optional.ofNullable(last);
  }
}
