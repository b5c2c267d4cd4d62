package dev.firebreak.processes;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Grants.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The JVM flags of every child, a line each, with the reason. */
final class JvmFlags {
  private static final int KNOWN_JDK = 25;
  private static final long LARGEST_SERIAL = 1L << 30;
  private static final long FIRST_HEAP = 64L << 20;

  private JvmFlags() {}

  /** All but the account of a crash, whose place is the state folder's affair. */
  static List<String> of(ChildSpec spec) {
    List<String> flags = new ArrayList<>();
    // A program that ran out of memory may go on without the thread that had the work: end it.
    flags.add("-XX:+ExitOnOutOfMemoryError");
    Set<Capability> granted = spec.grants().capabilities();
    flags.add(nativeAccess(granted.contains(Capability.NATIVE_ACCESS)));
    flags.add(
        "--sun-misc-unsafe-memory-access=" + word(granted.contains(Capability.UNSAFE_MEMORY)));
    if (granted.contains(Capability.AGENTS)) {
      flags.add("-Djdk.attach.allowAttachSelf=true");
    } else {
      flags.add("-XX:-EnableDynamicAgentLoading");
    }
    spec.jvm().heap().ifPresent(size -> flags.add("-Xmx" + size));
    if (small(spec)) {
      flags.add("-XX:+UseSerialGC");
      if (spec.jvm().heap().filter(size -> size.bytes() < FIRST_HEAP).isEmpty()) {
        // The JVM begins with a 64th of the machine, whose card table alone is 1 MB of each child.
        flags.add("-Xms" + new ByteSize(FIRST_HEAP));
      }
    }
    return flags;
  }

  /**
   * Children are many and small, so the serial collector is theirs: without the threads and tables
   * of G1 a start takes 3 ms less and an idle child holds less. Its pauses grow with what lives in
   * the heap, so one that is set above 1 GB, or by an option, has the collector of the JVM's
   * choice.
   */
  private static boolean small(ChildSpec spec) {
    boolean large = spec.jvm().heap().filter(size -> size.bytes() > LARGEST_SERIAL).isPresent();
    return !spec.jvm().lean()
        && !large
        && spec.jvm().options().stream()
            .noneMatch(option ->
                option.startsWith("-Xmx")
                    || (option.startsWith("-XX:+Use") && option.endsWith("GC")));
  }

  /**
   * The JDK's own flag for native access turns the archived module graph off, 40 ms of a modular
   * child's start; so the worker denies it from within, in the JDK in which it knows how.
   */
  private static String nativeAccess(boolean granted) {
    return granted || Runtime.version().feature() != KNOWN_JDK
        ? "--illegal-native-access=" + word(granted)
        : "-Ddev.firebreak.worker.denyNative=true";
  }

  private static String word(boolean granted) {
    return granted ? "allow" : "deny";
  }

  /** Whether a JVM with these options writes a thread dump on SIGQUIT, which ends others. */
  static boolean dumps(List<String> options) {
    return options.stream()
        .noneMatch(option ->
            option.equals("-Xrs")
                || option.equals("-XX:+ReduceSignalUsage")
                || option.startsWith("@")
                || option.startsWith("-XX:Flags=")
                || option.startsWith("-XX:VMOptionsFile="));
  }

  /** What an option of the JVM needs to work comes with it. */
  static Set<String> modulesOf(List<String> options) {
    Set<String> modules = new TreeSet<>();
    for (String option : options) {
      if (option.startsWith("-agentlib:jdwp") || option.startsWith("-Xrunjdwp")) {
        modules.add("jdk.jdwp.agent");
      } else if (option.startsWith("-XX:StartFlightRecording")
          || option.startsWith("-XX:FlightRecorderOptions")) {
        modules.add("jdk.jfr");
      } else if (option.startsWith("-javaagent:")) {
        modules.add("java.instrument");
      } else if (option.startsWith("-Dcom.sun.management.")) {
        modules.add("jdk.management.agent");
      }
    }
    return modules;
  }
}
