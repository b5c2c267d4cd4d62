package dev.firebreak.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Honest work under hardship, by which the health clocks may raise no alarm: children that compute,
 * collect garbage, wait and hold locks ({@link Honest}), while their supervisor is stopped and goes
 * on, and while the machine is starved by eight busy neighbours.
 *
 * <p>How its equivalence is counted. With tight clocks a second has as many chances for a false
 * alarm as several seconds have with the usual ones: the heartbeat's is four times as tight (2.5 s
 * of silence for 10 s), those of progress (6 s for 60 s), useful time and deadlock (1 s for 10 s)
 * ten times. {@link Result#equivalent} is the wall time, times the children, times the least of
 * these, which is 4: so many seconds of one child under the usual limits. What it does not cover:
 * faults of the clocks that need hours to grow, such as a leak of ours; the long soak with the
 * usual clocks is for them.
 */
public final class Soak {
  /** What runs: of each kind of honest work one, and of the frequent ones two. */
  public static final List<String> KINDS =
      List.of(
          "compute", "steps", "heap", "churn", "idle", "bursts", "locks", "queue", "steps", "idle",
          "queue", "locks", "heap", "bursts", "compute");

  private static final int TIGHTNESS = 4;
  private static final int NEIGHBOURS = 8;
  private static final Duration START = Duration.ofMinutes(3);

  private final Path folder;
  private final boolean tight;
  private final List<String> kinds;
  private final Consumer<String> progress;
  private final List<String> alarms = new ArrayList<>();
  private int ready;
  private int paused;
  private boolean ended;

  /**
   * What came of it.
   *
   * @param wall how long it took from when all children were ready
   * @param children how many there were
   * @param pauses how often the supervisor was stopped
   * @param noticed how often it said that it had been, or was starved
   * @param starved how long the neighbours ran
   * @param alarms what was told, though nothing was wrong
   */
  public record Result(
      Duration wall, int children, int pauses, int noticed, Duration starved, List<String> alarms) {
    /** Copies what it is given. */
    public Result {
      alarms = List.copyOf(alarms);
    }

    /**
     * How long one child would have had to run under the usual limits.
     *
     * @param tight whether the clocks were
     */
    public Duration equivalent(boolean tight) {
      return wall.multipliedBy(children).multipliedBy(tight ? TIGHTNESS : 1);
    }
  }

  /**
   * A soak that has not begun.
   *
   * @param folder for its state
   * @param tight whether the clocks are tightened; else they are the usual ones
   * @param kinds of children, see {@link Honest}
   * @param progress told, for people, what is done
   */
  public Soak(Path folder, boolean tight, List<String> kinds, Consumer<String> progress) {
    this.folder = folder;
    this.tight = tight;
    this.kinds = List.copyOf(kinds);
    this.progress = progress;
  }

  /**
   * Runs for that long: a calm quarter, one with pauses of the supervisor, two with neighbours.
   *
   * @throws IllegalStateException if the children do not start
   */
  public Result run(Duration length) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Rig.classes(SoakMain.class));
    command.add(folder.toString());
    command.add(tight ? "tight" : "usual");
    command.addAll(kinds);
    Process supervisor =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      Thread.ofPlatform().daemon().name("soak-ears").start(() -> hear(supervisor));
      awaitReady();
      long begin = System.nanoTime();
      Duration quarter = length.dividedBy(4);
      progress.accept("calm");
      sit(quarter);
      int pauses = pauses(supervisor, quarter);
      long starving = System.nanoTime();
      progress.accept(NEIGHBOURS + " busy neighbours");
      starve(quarter.multipliedBy(2));
      long end = System.nanoTime();
      synchronized (this) {
        return new Result(
            Duration.ofNanos(end - begin),
            kinds.size(),
            pauses,
            paused,
            Duration.ofNanos(end - starving),
            alarms);
      }
    } finally {
      end(supervisor);
    }
  }

  private static void end(Process supervisor) throws InterruptedException {
    try (OutputStream _ = supervisor.getOutputStream()) {
      // Its end is the sign.
    } catch (IOException e) {
      // It has ended already.
    }
    if (!supervisor.waitFor(60, TimeUnit.SECONDS)) {
      supervisor.destroyForcibly().waitFor();
    }
  }

  private void hear(Process supervisor) {
    try (BufferedReader lines = supervisor.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }
  }

  private synchronized void heard(String line) {
    if (line.equals("ready")) {
      ready++;
    } else if (line.startsWith("paused ")) {
      paused++;
    } else {
      progress.accept(line);
      alarms.add(line);
    }
    notifyAll();
  }

  private synchronized void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (ready < kinds.size()) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || ended || !alarms.isEmpty()) {
        throw new IllegalStateException(
            "%d of %d children of the soak became ready: %s"
                .formatted(ready, kinds.size(), alarms));
      }
      wait(Math.max(1, left / 1_000_000));
    }
  }

  /** Lets time pass, or ends at the first alarm: nothing is gained by more of them. */
  private synchronized void sit(Duration span) throws InterruptedException {
    long deadline = System.nanoTime() + span.toNanos();
    for (long left = span.toNanos();
        left > 0 && alarms.isEmpty() && !ended;
        left = deadline - System.nanoTime()) {
      wait(Math.max(1, left / 1_000_000));
    }
  }

  /** Stops the supervisor for longer than any silence that it allows, and lets it go on. */
  private int pauses(Process supervisor, Duration span) throws IOException, InterruptedException {
    Duration silence = Duration.ofSeconds(tight ? 4 : 15);
    String pid = Long.toString(supervisor.pid());
    String seconds = Long.toString(silence.toSeconds());
    // One shell does both, so that the supervisor goes on also where this process is killed.
    String nap = "kill -STOP $0; sleep $1; kill -CONT $0";
    long deadline = System.nanoTime() + span.toNanos();
    int pauses = 0;
    do {
      progress.accept("the supervisor is stopped");
      new ProcessBuilder("sh", "-c", nap, pid, seconds).inheritIO().start().waitFor();
      pauses++;
      sit(silence);
    } while (System.nanoTime() < deadline && calm());
    return pauses;
  }

  private synchronized boolean calm() {
    return alarms.isEmpty() && !ended;
  }

  private void starve(Duration span) throws IOException, InterruptedException {
    List<Process> neighbours = new ArrayList<>();
    // Each looks for this process now and then, so that none is left behind if it is killed.
    String busy = "while kill -0 $0; do i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; done";
    try {
      for (int i = 0; i < NEIGHBOURS; i++) {
        String self = Long.toString(ProcessHandle.current().pid());
        neighbours.add(
            new ProcessBuilder("sh", "-c", busy, self)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
      }
      sit(span);
    } finally {
      for (Process each : neighbours) {
        each.destroyForcibly().waitFor();
      }
    }
  }
}
