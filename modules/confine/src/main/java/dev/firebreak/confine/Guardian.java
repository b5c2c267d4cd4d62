package dev.firebreak.confine;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A small process beside the supervisor that kills every child when the supervisor ends without
 * having done so, by {@code kill -9} too: grandchildren and stopped processes included.
 *
 * <p>Put {@link #MARK} with the token into each child's environment before it is spawned: then what
 * left its group, and what was spawned in the moment before the end and not yet watched, is found
 * as well (on Linux, unless a program scrubs its own children's environment).
 *
 * <p>It costs one idle shell of some 1 MB. It ignores the signals of a terminal, is replaced when
 * it is killed and continued when it is stopped, which is told in a sentence.
 */
public final class Guardian implements Closeable {
  /*
   * One thread, "firebreak-guardian", owns the process, its pipe and the list of groups; everybody
   * else posts orders. So a guardian that was stopped, whose pipe is full, blocks that thread and
   * no supervisor.
   *
   *   order    posted by            done
   *   Watch    watch()              list it, write the line
   *   Forget   forget()             unlist it, write the line
   *   replace  Process.onExit       start another and write it the whole list
   *   end      close()              write the orderly end, wait, then kill it if it lingers
   *
   * A failed write is ignored: it means that the process ended, and replace is on its way.
   * The way from watch() to the pipe is plain classes and String.join: in a JVM that has just
   * started, a pattern switch, a lambda or a concatenation costs tens of ms when first run, and a
   * supervisor killed in that time would leave an unwatched child to the sweep alone.
   * Between the death of a guardian and its replacement (a few ms; a second when the replacement
   * died at once too) nobody guards but the children's own reading of their link.
   */

  /** The variable in a child's environment that says whose child it is. */
  public static final String MARK = "FIREBREAK_SUPERVISOR";

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** What a thread asks of the owner. Plain classes: see the block above. */
  private interface Order {
    void obey();
  }

  private final String token;
  private final Consumer<String> told;
  private final LinkedBlockingQueue<Order> orders = new LinkedBlockingQueue<>();
  private final Map<Long, Identity> watched = new LinkedHashMap<>();
  private final Thread owner;
  private @Nullable Process process;
  private boolean closing;
  private long startedAt;
  private volatile long pid = -1;

  private Guardian(String token, Consumer<String> told) {
    this.token = token;
    this.told = told;
    this.owner = Thread.ofPlatform().name("firebreak-guardian").daemon().unstarted(this::own);
  }

  /** Why there can be no guardian here, or empty. */
  public static Optional<String> missing() {
    if (Tool.excluded("guardian")) {
      return Optional.of("switched off by -D" + Tool.WITHOUT);
    }
    return Tool.named("sh").isPresent() ? Optional.empty() : Optional.of("no sh on the PATH");
  }

  /** Starts a guardian that tells nobody what happens to it. */
  public static Guardian open(String token) {
    return open(token, sentence -> {});
  }

  /**
   * Starts a guardian.
   *
   * @param token what the children carry as {@link #MARK}: unguessable, of letters and digits, new
   *     for each run of a supervisor
   * @param told hears in a sentence that it was replaced, continued or could not be started; called
   *     on the guardian's own thread
   */
  public static Guardian open(String token, Consumer<String> told) {
    if (!token.matches("[A-Za-z0-9-]{8,64}")) {
      throw new IllegalArgumentException(
          "a guardian's token has 8 to 64 letters, digits or dashes, but was \"" + token + "\"");
    }
    Guardian guardian = new Guardian(token, told);
    guardian.start();
    guardian.owner.start();
    return guardian;
  }

  /** From now on this group dies with the supervisor. */
  public void watch(long pgid) {
    orders.add(new Watch(Identity.of(pgid)));
  }

  /** This group has ended, or may outlive the supervisor. */
  public void forget(long pgid) {
    orders.add(new Forget(pgid));
  }

  /** The guardian's pid, or -1 when there is none at this moment. */
  public long pid() {
    return pid;
  }

  /** Ends the guardian in order: it kills the groups that are still watched and sweeps nothing. */
  @Override
  public void close() {
    orders.add(this::end);
    try {
      owner.join(PATIENCE.plus(LOOK));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt(); // the pipe's end closes it all the same
    }
  }

  private void own() {
    long nextLook = System.nanoTime() + LOOK.toNanos();
    while (!closing) {
      try {
        Order order = orders.poll(nextLook - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (order != null) {
          order.obey();
        }
        if (System.nanoTime() - nextLook >= 0) {
          nextLook = System.nanoTime() + LOOK.toNanos();
          look();
        }
      } catch (InterruptedException stray) {
        // nobody interrupts this thread on purpose; end() is what ends it
      } catch (RuntimeException | Error failed) {
        // Of one order or of who was told: without this thread nobody would be guarded any more.
      }
    }
  }

  private final class Watch implements Order {
    private final Identity leader;

    Watch(Identity leader) {
      this.leader = leader;
    }

    @Override
    public void obey() {
      watched.put(leader.pid(), leader);
      write(GuardianScript.watch(leader));
    }
  }

  private final class Forget implements Order {
    private final long pgid;

    Forget(long pgid) {
      this.pgid = pgid;
    }

    @Override
    public void obey() {
      watched.remove(pgid);
      write(GuardianScript.forget(pgid));
    }
  }

  private void start() {
    startedAt = System.nanoTime();
    if (missing().isPresent()) {
      return;
    }
    try {
      Process started = GuardianScript.start(token);
      process = started;
      pid = started.pid();
      StringBuilder list = new StringBuilder();
      for (Identity leader : watched.values()) {
        list.append(GuardianScript.watch(leader));
      }
      write(list.toString());
      var _ = started.onExit().thenAccept(ended -> orders.add(() -> replace(ended)));
    } catch (IOException failed) {
      told.accept(
          "The guardian could not be started ("
              + failed.getMessage()
              + "). Should this supervisor be killed now, stopped children and grandchildren would"
              + " stay; another try follows in a second.");
    }
  }

  private void replace(Process ended) {
    process = null;
    pid = -1;
    if (System.nanoTime() - startedAt > LOOK.toNanos()) {
      start();
      told.accept(
          "The guardian (pid "
              + ended.pid()
              + ") ended with status "
              + ended.exitValue()
              + "; pid "
              + pid
              + " took over its "
              + watched.size()
              + " groups.");
    } // else look() starts it: one that dies at once is not worth a loop
  }

  private void look() {
    if (process == null && missing().isEmpty()) {
      start();
      told.accept("The guardian ended soon after its start; pid " + pid + " took over.");
    } else if (process != null && stopped()) {
      Signals.sendTo(pid, Signals.Signal.CONT);
      told.accept("The guardian (pid " + pid + ") was stopped by a signal; continued it.");
    }
  }

  private boolean stopped() {
    return ProcessTable.stat(pid).filter(stat -> stat.state() == 'T').isPresent();
  }

  private void write(String lines) {
    Process to = process;
    if (to == null || lines.isEmpty()) {
      return;
    }
    try {
      OutputStream out = to.getOutputStream();
      out.write(lines.getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException ended) {
      // replace brings another, which gets the whole list
    }
  }

  private void end() {
    closing = true;
    write(GuardianScript.end());
    Process last = process;
    if (last == null) {
      return;
    }
    try {
      last.getOutputStream().close();
      if (!last.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        last.destroyForcibly();
      }
    } catch (IOException ended) {
      // it ended before we closed: nothing is left to end
    } catch (InterruptedException stray) {
      last.destroyForcibly();
    }
    pid = -1;
  }
}
