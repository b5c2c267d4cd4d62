package dev.firebreak.launcher;

import dev.firebreak.api.Verdict;
import dev.firebreak.census.Extent;
import dev.firebreak.census.Share;
import dev.firebreak.census.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the demo knows of one child. Owned by the demo's main thread. */
final class DemoChild {
  private final String name;
  private final Share share;
  private final Path folder;
  private final List<String> ends = new ArrayList<>();
  private final List<Duration> failovers = new ArrayList<>();
  private int generation;
  private long pid;
  private long counted;
  private long again;
  private boolean ready;
  private boolean done;

  DemoChild(String name, Share share, Path folder) {
    this.name = name;
    this.share = share;
    this.folder = folder;
  }

  void spawned(int nextGeneration, long nextPid) {
    generation = nextGeneration;
    pid = nextPid;
  }

  void ready() {
    ready = true;
  }

  void back(Duration failover) {
    failovers.add(failover);
  }

  void counted(long classes) {
    counted = classes;
  }

  /** It returned: its share is done. */
  void done() {
    ready = false;
    done = true;
    counted = share.classes();
  }

  /** Its process ended before its share was done: what it had not published is lost. */
  void lost(String how, long nowPublished) {
    ready = false;
    ends.add("%s at %d %%".formatted(how, percent()));
    again += Math.max(0, counted - nowPublished);
    counted = nowPublished;
  }

  String name() {
    return name;
  }

  Share share() {
    return share;
  }

  int generation() {
    return generation;
  }

  long pid() {
    return pid;
  }

  boolean isDone() {
    return done;
  }

  boolean isReady() {
    return ready;
  }

  /** Class files of its share that are counted, as far as it told. */
  long counted() {
    return counted;
  }

  /** Class files that were counted more than once, as a crash took the first count away. */
  long again() {
    return again;
  }

  List<String> ends() {
    return List.copyOf(ends);
  }

  List<Duration> failovers() {
    return List.copyOf(failovers);
  }

  long percent() {
    return share.classes() == 0 ? 100 : 100 * counted / share.classes();
  }

  /** The modules of its share that are not published yet. */
  List<Extent> lacking() {
    return share.modules().stream()
        .filter(module -> !Tally.published(folder, module.module()))
        .toList();
  }

  /** The class files of those that are. */
  long published() {
    return share.classes() - lacking().stream().mapToLong(Extent::classes).sum();
  }

  /** How it ended, in two or three words. */
  static String words(Verdict verdict, String exit) {
    return switch (verdict.cause()) {
      case KILLED, KILLED_BY_OPERATOR -> "SIGKILL";
      case HEAP_OOM -> "heap full";
      case STALL, HANG, OVERDUE, DEADLOCK, GC_THRASH -> "stuck";
      case NORMAL,
          STOPPED,
          TERMINATED,
          START_FAILED,
          START_TIMEOUT,
          EXCEPTION,
          EXIT_CODE,
          HALT,
          SIGNALLED,
          KERNEL_OOM,
          METASPACE_OOM,
          DIRECT_OOM,
          THREADS_OOM,
          OTHER_OOM,
          NATIVE_CRASH,
          PROBE_FAILED,
          LINK_BROKEN,
          UNKNOWN ->
          exit;
    };
  }
}
