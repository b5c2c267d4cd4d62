package dev.firebreak.processes;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec.Jvm;
import dev.firebreak.api.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The JVMs of a task's own pool: those of the task's pool, with what the task asks for where that
 * cannot give its workers more than it has itself. What may pass is a list of what is known to be
 * harmless, as most options of a JVM can be turned into code of another's choice: an agent, a
 * module, a command on a crash, a file that is written.
 */
final class NestedJvm {
  private static final String ALLOWED =
      "assertions (-ea, -da, -esa, -dsa), -Xss up to 64m, -Xint, the choice of a collector"
          + " (-XX:+UseSerialGC, +UseParallelGC, +UseG1GC, +UseZGC, +UseShenandoahGC), its threads and"
          + " pause goal, -XX:ActiveProcessorCount, -XX:TieredStopAtLevel, -XX:MaxMetaspaceSize,"
          + " -XX:-OmitStackTraceInFastThrow, -XX:+UseStringDeduplication,"
          + " -XX:+UseCompactObjectHeaders, and -D properties of your own";

  /** Each whole. Sizes are further bounded by {@link #bounded}. */
  private static final List<Pattern> FLAGS =
      List.of(
          Pattern.compile("-(ea|da|enableassertions|disableassertions)(:[\\w.$]+)?"),
          Pattern.compile("-(esa|dsa|enablesystemassertions|disablesystemassertions)"),
          Pattern.compile("-Xss\\d{1,9}[kKmM]?"),
          Pattern.compile("-Xint"),
          Pattern.compile("-XX:\\+Use(Serial|Parallel|G1|Z|Shenandoah)GC"),
          Pattern.compile("-XX:(ParallelGCThreads|ConcGCThreads|MaxGCPauseMillis)=\\d{1,6}"),
          Pattern.compile("-XX:ActiveProcessorCount=\\d{1,4}"),
          Pattern.compile("-XX:TieredStopAtLevel=[0-4]"),
          Pattern.compile("-XX:MaxMetaspaceSize=\\d{1,9}[kKmMgG]?"),
          Pattern.compile("-XX:-OmitStackTraceInFastThrow"),
          Pattern.compile("-XX:\\+(UseStringDeduplication|UseCompactObjectHeaders)"));

  private static final Pattern PROPERTY = Pattern.compile("-D([A-Za-z0-9_][A-Za-z0-9_.-]*)(=.*)?");

  /** Whose properties the JDK, or the worker, reads: some of them load code or lift a bar. */
  private static final List<String> RESERVED =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "dev.firebreak.", "user.dir");

  /** Of those, what only says how much or in which language. */
  private static final Set<String> HARMLESS =
      Set.of(
          "java.awt.headless",
          "java.net.preferIPv4Stack",
          "java.net.preferIPv6Addresses",
          "java.util.concurrent.ForkJoinPool.common.parallelism",
          "jdk.virtualThreadScheduler.parallelism",
          "jdk.virtualThreadScheduler.maxPoolSize");

  /** What the loader, the C library, shells and JVMs take code, files or options from. */
  private static final Pattern LOADS =
      Pattern.compile(
          "(LD_|DYLD_|MALLOC_|GLIBC|GCONV|GETCONF|JAVA|JDK_|CLASSPATH|FIREBREAK|BASH|SHELLOPTS|RES_"
              + "|RESOLV|LOC|NLSPATH|NIS_|HOSTALIASES|TZDIR|TMP|TEMP|NOTIFY_|LISTEN_|PERL|PYTHON).*"
              + "|ENV|IFS|PATH|CDPATH|PS4|SHELL|HOME|LIBPATH|SHLIB_PATH");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private static final long LARGEST_STACK = 64L << 20;

  private NestedJvm() {}

  /** What a worker's heap is, or is set to by its options. */
  static ByteSize heap(Jvm jvm) {
    ByteSize heap = jvm.heap().orElseThrow();
    for (String option : jvm.options()) {
      if (option.startsWith("-Xmx")) {
        heap = ByteSize.parse(option.substring("-Xmx".length()));
      }
    }
    return heap;
  }

  /**
   * The JVMs of a task's pool.
   *
   * @param outer of the task
   * @param asked by the task, with a heap that is its share
   * @throws RefusedException if it asks for what it may not
   */
  static Jvm of(Jvm outer, Jvm asked) {
    List<String> options = new ArrayList<>();
    for (String option : outer.options()) {
      if (!sizes(option)) {
        options.add(option);
      }
    }
    for (String option : asked.options()) {
      refuse(option);
      options.add(option);
    }
    Map<String, String> environment = new HashMap<>(outer.environment());
    asked
        .environment()
        .forEach((name, value) -> {
          refuseVariable(name, value);
          environment.put(name, value);
        });
    return new Jvm(
        asked.heap(),
        options,
        environment,
        asked.directory().isPresent() ? asked.directory() : outer.directory(),
        outer.lean() || asked.lean());
  }

  /** Whether an option says how large the heap is: that of a task's pool is its share. */
  private static boolean sizes(String option) {
    return option.startsWith("-Xm")
        || option.matches(
            "-XX:(Max|Min|Initial|SoftMax)(Heap|RAM).*|-XX:(New|MaxNew|Old)Size=.*|-XX:MaxDirect.*");
  }

  private static void refuse(String option) {
    if (option.startsWith("-Xm") || option.startsWith("-XX:MaxHeapSize")) {
      throw new RefusedException(
          "the JVM option %s sizes a heap: say jvm.withHeap(...) or withMemory(...), which is held against the heap of the task's own worker"
              .formatted(option),
          null);
    }
    if (!allowed(option)) {
      throw new RefusedException(
          "the JVM option %s is not one that a task's own pool may set, as it might give its workers what the task was not granted; it may set %s; others go to the options of the outermost pool, whose workers and theirs then have them"
              .formatted(option, ALLOWED),
          null);
    }
  }

  private static boolean allowed(String option) {
    if (option.chars().anyMatch(Character::isISOControl)) {
      return false;
    }
    var property = PROPERTY.matcher(option);
    if (property.matches()) {
      String name = property.group(1);
      return HARMLESS.contains(name) || RESERVED.stream().noneMatch(name::startsWith);
    }
    return FLAGS.stream().anyMatch(flag -> flag.matcher(option).matches()) && bounded(option);
  }

  private static boolean bounded(String option) {
    return !option.startsWith("-Xss")
        || ByteSize.parse(option.substring("-Xss".length())).bytes() <= LARGEST_STACK;
  }

  private static void refuseVariable(String name, String value) {
    boolean plain = VARIABLE.matcher(name).matches() && value.indexOf('\0') < 0;
    if (!plain || LOADS.matcher(name.toUpperCase(Locale.ROOT)).matches()) {
      throw new RefusedException(
          "the environment variable %s is not one that a task's own pool may set, as programs take code, files or options from it; hand the value on as an argument, or as a -D property"
              .formatted(name),
          null);
    }
  }
}
