package dev.firebreak.confine;

import java.io.Closeable;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * Reaps the orphans that the kernel gives to this process: as pid 1 of a container, or because it
 * asked for them. Without it they stay as zombies until the pids run out.
 *
 * <p>Once a second it reads its list of children, some 50 us, and costs nothing else.
 */
public final class Orphans implements Closeable {
  /*
   * The JDK has a reaper thread for each Process, which must get the status first. So a child is
   * reaped here only when it was a zombie in two looks, a second apart, and the caller's predicate
   * does not claim it. The JDK's threads take theirs within milliseconds. waitpid names the pid and
   * does not hang: any other child's status stays where it is.
   *
   * Orphans are given to the first thread of the process, whose list of children the kernel keeps
   * apart; where it does not (CONFIG_PROC_CHILDREN), all of /proc is read.
   */
  private static final String CHILDREN = "/proc/self/task/%d/children";

  private final LongPredicate ours;
  private final long self = ProcessHandle.current().pid();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          look -> Thread.ofPlatform().name("firebreak-orphans").daemon().unstarted(look));
  private Set<Identity> zombies = new HashSet<>();
  private final AtomicLong reaped = new AtomicLong();

  private Orphans(LongPredicate ours) {
    this.ours = ours;
  }

  /** Why orphans cannot be reaped here, or empty. */
  public static Optional<String> missing() {
    if (!ProcessTable.readable()) {
      return Optional.of("no /proc to find them in");
    }
    return Native.missing();
  }

  /**
   * Starts reaping when this is pid 1; empty when it is not, or when {@link #missing()} says why it
   * cannot.
   *
   * @param ours claims the pids that a {@link Process} of ours stands for
   */
  public static Optional<Orphans> openAsPid1(LongPredicate ours) {
    return ProcessHandle.current().pid() == 1 && missing().isEmpty()
        ? Optional.of(begin(ours))
        : Optional.empty();
  }

  /** Asks the kernel for the orphans below this process, as if it were pid 1, and reaps them. */
  public static Optional<Orphans> openAsSubreaper(LongPredicate ours) {
    return Native.LINUX && missing().isEmpty() && !Native.becomeSubreaper().failed()
        ? Optional.of(begin(ours))
        : Optional.empty();
  }

  private static Orphans begin(LongPredicate ours) {
    Orphans orphans = new Orphans(ours);
    var _ = orphans.looks.scheduleWithFixedDelay(orphans::look, 1, 1, TimeUnit.SECONDS);
    return orphans;
  }

  /** How many were reaped so far. */
  public long reaped() {
    return reaped.get();
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }

  private void look() {
    Set<Identity> now = new HashSet<>();
    for (long pid : children()) {
      ProcessTable.stat(pid)
          .filter(stat -> stat.state() == 'Z' && stat.parent() == self && !ours.test(pid))
          .ifPresent(stat -> now.add(new Identity(pid, stat.startTicks())));
    }
    for (Identity zombie : now) {
      if (zombies.contains(zombie) && Native.reap(zombie.pid()).value() == zombie.pid()) {
        reaped.incrementAndGet();
      }
    }
    zombies = now;
  }

  private List<Long> children() {
    byte[] list = ProcessTable.read(CHILDREN.formatted(self), 1 << 20);
    if (list == null) {
      boolean kept = new File(CHILDREN.formatted(self)).exists();
      return kept ? List.of() : ProcessTable.pids();
    }
    List<Long> children = new ArrayList<>();
    for (String pid : new String(list, StandardCharsets.US_ASCII).strip().split(" ", -1)) {
      children.add(Long.parseLong(pid));
    }
    return children;
  }
}
