package dev.firebreak.launcher;

import dev.firebreak.processes.Incident;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a person may do about an incident, by its cause: a step a line. */
final class NextSteps {
  private NextSteps() {}

  static List<String> of(Incident incident, Path folder) {
    List<String> steps = new ArrayList<>();
    steps.add(
        switch (incident.verdict().cause()) {
          case HEAP_OOM ->
              "give it a larger heap (heap = \"512m\"), or take a heap dump of the next"
                  + " (-XX:+HeapDumpOnOutOfMemoryError) and see what it keeps";
          case DIRECT_OOM ->
              "raise -XX:MaxDirectMemorySize, or find the buffers that are never let go";
          case METASPACE_OOM ->
              "raise -XX:MaxMetaspaceSize, or find what makes classes or class loaders for ever";
          case THREADS_OOM ->
              "see ulimit -u, the container's limit of pids, and who starts threads for ever";
          case OTHER_OOM -> "see what the machine and its limits have left: free -m, ulimit -a";
          case KERNEL_OOM ->
              "see `dmesg | grep -i oom`; give the control group more memory or children less heap";
          case NATIVE_CRASH ->
              "read the problematic frame and its stack in hs_err.log; update or take away the"
                  + " library that it names";
          case GC_THRASH -> "give it a larger heap (heap = \"512m\"), or less to do at once";
          case DEADLOCK ->
              "read in threads.txt who waits for whom, and take the locks in one order";
          case HANG, STALL, OVERDUE ->
              "read in threads.txt where it stood still; if it was honest work, raise the limit";
          case PROBE_FAILED -> "ask the same question by hand while it runs; see its stderr";
          case LINK_BROKEN ->
              "see whether its code writes to descriptors 3 and 4, or closes what it did not open";
          case KILLED, TERMINATED, SIGNALLED ->
              "ask who may send signals here: people, scripts, the container's runtime, `dmesg`";
          case KILLED_BY_OPERATOR, STOPPED, NORMAL -> "nothing: it was asked for";
          case EXCEPTION -> "read the stack in stderr.txt, and mend what it threw or catch it";
          case EXIT_CODE ->
              "see in stderr.txt what it said before it ended itself with that status";
          case HALT ->
              "find who calls Runtime.halt, or which native code exits: shutdown hooks did not run";
          case START_FAILED, START_TIMEOUT ->
              "read launch.txt and stderr.txt, and try it by hand with `firebreak run`";
          case UNKNOWN -> "read what is there; if it happens again, report it with this folder";
        });
    String child = incident.child();
    if (child.indexOf('/') > 0 && !child.startsWith("pool-")) {
      steps.add("firebreak logs %s -n 200; firebreak events -v".formatted(child));
    }
    if (incident.times() > 1) {
      steps.add("it comes again and again: firebreak incidents %s".formatted(child));
    }
    steps.add(
        "show it to others: tar czf incident-%s.tgz -C %s .".formatted(incident.id(), folder));
    return steps;
  }
}
