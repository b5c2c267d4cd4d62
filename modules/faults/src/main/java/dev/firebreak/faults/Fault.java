package dev.firebreak.faults;

import static dev.firebreak.api.Verdict.Confidence.CERTAIN;
import static dev.firebreak.api.Verdict.Confidence.LIKELY;

import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.Verdict.Cause;
import dev.firebreak.api.Verdict.Confidence;
import dev.firebreak.api.WorkContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The catalogue: all faults, a line or two each, in the order in which they are told. The lab, its
 * tests and its report run this table; the deed is a class that a reader can open. None can hurt
 * the machine: each says by what it is bounded.
 */
@SuppressWarnings("ImmutableEnumChecker") // deeds are made anew each time, and truths are records
public enum Fault {
  EXCEPTION(
      Group.EXIT,
      "Uncaught exception",
      "The task throws an exception that nobody catches.",
      UncaughtException::new,
      Cause.EXCEPTION,
      CERTAIN),
  ERROR(
      Group.EXIT,
      "Uncaught Error",
      "The task throws an AssertionError, which code that catches Exception lets through.",
      UncaughtError::new,
      Cause.EXCEPTION,
      CERTAIN),
  STACK_OVERFLOW(
      Group.EXIT,
      "StackOverflowError",
      "The task recurses without end, and its stack is full.",
      StackOverflow::new,
      Cause.EXCEPTION,
      CERTAIN),
  EXIT_0(
      Group.EXIT,
      "System.exit(0)",
      "A library ends the program, as if all were well.",
      () -> new SystemExit(0),
      Cause.NORMAL,
      CERTAIN),
  EXIT_42(
      Group.EXIT,
      "System.exit(42)",
      "A library ends the program with a status of its own.",
      () -> new SystemExit(42),
      Cause.EXIT_CODE,
      CERTAIN),
  EXIT_256(
      Group.EXIT,
      "System.exit(256)",
      "A status of which the system keeps eight bits: it looks like 0.",
      () -> new SystemExit(256),
      Cause.NORMAL,
      CERTAIN),
  HALT(
      Group.EXIT,
      "Runtime.halt",
      "The JVM ends at once, without shutdown hooks and without a last word.",
      Halt::new,
      Cause.HALT,
      LIKELY),
  HEAP_OOM(
      Group.MEMORY,
      "Heap full",
      "The task asks for memory until there is none.",
      HeapOom::new,
      Cause.HEAP_OOM,
      CERTAIN),
  MEMORY_LEAK(
      Group.MEMORY,
      "Memory leak",
      "A static list grows slowly until the heap is full, and stays.",
      MemoryLeak::new,
      Cause.HEAP_OOM,
      CERTAIN),
  METASPACE_OOM(
      Group.MEMORY,
      "Metaspace full",
      "Classes are loaded again and again and never let go.",
      MetaspaceOom::new,
      Cause.METASPACE_OOM,
      CERTAIN),
  DIRECT_OOM(
      Group.MEMORY,
      "Direct buffers full",
      "Buffers outside the heap are kept until there is no room.",
      DirectOom::new,
      Cause.DIRECT_OOM,
      CERTAIN),
  THREADS_OOM(
      Group.MEMORY,
      "No more threads",
      "The system refuses to create another native thread.",
      ThreadsOom::new,
      Cause.THREADS_OOM,
      CERTAIN),
  GC_THRASH(
      Group.MEMORY,
      "GC thrash",
      "95 % of the heap live for good: the collector works all the time, the program hardly.",
      GcThrash::new,
      Cause.GC_THRASH,
      LIKELY,
      Need.WATCH),
  INFINITE_LOOP(
      Group.STUCK,
      "Infinite loop",
      "The task computes for ever and heeds no interrupt.",
      InfiniteLoop::new,
      Cause.OVERDUE,
      CERTAIN,
      Need.RUN_LIMIT),
  INTERRUPT_SWALLOWED(
      Group.STUCK,
      "Interrupt swallowed",
      "The task waits, and catches the interrupt that was to end it.",
      SwallowedInterrupt::new,
      Cause.OVERDUE,
      CERTAIN,
      Need.RUN_LIMIT),
  DEADLOCK(
      Group.STUCK,
      "Deadlock",
      "Two platform threads each hold the lock that the other wants.",
      Deadlock::new,
      Cause.DEADLOCK,
      LIKELY,
      Need.RUN_LIMIT),
  DEADLOCK_VIRTUAL(
      Group.STUCK,
      "Deadlock of virtual threads",
      "The same of two virtual threads, which the JVM's own search does not see.",
      VirtualDeadlock::new,
      Cause.OVERDUE,
      CERTAIN,
      Need.RUN_LIMIT),
  POOL_STARVATION(
      Group.STUCK,
      "Starvation of a small pool",
      "In a pool of one thread a task waits for another that cannot begin.",
      PoolStarvation::new,
      Cause.OVERDUE,
      CERTAIN,
      Need.RUN_LIMIT),
  NATIVE_CRASH(
      Group.NATIVE,
      "Native crash",
      "Native code writes to where nothing is: SIGSEGV.",
      NativeCrash::new,
      Cause.NATIVE_CRASH,
      CERTAIN,
      Need.NATIVE_ACCESS),
  SIGKILL(
      Group.SIGNAL,
      "SIGKILL",
      "Somebody, or the kernel, kills the process with signal 9.",
      () -> new SelfSignal("KILL"),
      Cause.KILLED,
      LIKELY,
      Need.POSIX),
  SIGSTOP(
      Group.SIGNAL,
      "SIGSTOP",
      "The process is stopped: it is there, and does nothing.",
      () -> new SelfSignal("STOP"),
      Cause.HANG,
      LIKELY,
      Need.WATCH,
      Need.POSIX),
  SIGTERM_HANGING_HOOK(
      Group.SIGNAL,
      "SIGTERM, hanging hook",
      "SIGTERM comes, and a shutdown hook never ends.",
      HangingHook::new,
      Cause.OVERDUE,
      CERTAIN,
      Need.RUN_LIMIT,
      Need.POSIX),
  STDOUT_FLOOD(
      Group.OUTPUT,
      "Flood on stdout",
      "32 MiB to stdout without a newline.",
      StdoutFlood::new,
      Cause.NORMAL,
      CERTAIN),
  FD_LEAK(
      Group.OUTPUT,
      "File descriptors leak",
      "Files are opened and never closed, until the system refuses.",
      FileDescriptorLeak::new,
      Cause.EXCEPTION,
      CERTAIN,
      Need.FRESH_WORKERS),
  SHARED_CACHE(
      Group.STATE,
      "Shared cache overwritten",
      "The task writes into a static cache that all tasks read.",
      CacheOverwritten::new,
      Cause.NORMAL,
      CERTAIN,
      Need.FRESH_WORKERS),
  SYSTEM_PROPERTIES(
      Group.STATE,
      "System property overwritten",
      "The task sets a property for itself, and thereby for everybody.",
      PropertiesOverwritten::new,
      Cause.NORMAL,
      CERTAIN,
      Need.FRESH_WORKERS),
  DEFAULT_LOCALE(
      Group.STATE,
      "Default locale overwritten",
      "The task sets a locale in which the capital of i has a dot.",
      LocaleOverwritten::new,
      Cause.NORMAL,
      CERTAIN,
      Need.FRESH_WORKERS),
  DEFAULT_ZONE(
      Group.STATE,
      "Default time zone overwritten",
      "The task sets the time zone to print one date.",
      ZoneOverwritten::new,
      Cause.NORMAL,
      CERTAIN,
      Need.FRESH_WORKERS),
  SYSTEM_OUT(
      Group.STATE,
      "System.out replaced",
      "The task captures System.out and leaves a closed stream behind.",
      SystemOutReplaced::new,
      Cause.NORMAL,
      CERTAIN,
      Need.FRESH_WORKERS),
  CLASS_POISONED(
      Group.STATE,
      "Class initialization poisoned",
      "An initializer fails once, and is a NoClassDefFoundError for everyone after.",
      ClassPoisoned::new,
      Cause.EXCEPTION,
      CERTAIN,
      Need.FRESH_WORKERS),
  COMMON_POOL_BLOCKED(
      Group.STATE,
      "Common pool blocked",
      "The task leaves work in the common ForkJoinPool that never ends.",
      CommonPoolBlocked::new,
      Cause.NORMAL,
      CERTAIN,
      Need.FRESH_WORKERS),
  HALF_FRAME(
      Group.PROTOCOL,
      "Half a frame written",
      "Half a message goes to the parent, and then nothing.",
      () -> new Frames(Frames.HALF),
      Cause.LINK_BROKEN,
      CERTAIN,
      Need.LINK),
  WRONG_VERSION(
      Group.PROTOCOL,
      "Frame of a wrong version",
      "The worker greets its parent in a protocol of another version.",
      () -> new Frames(Frames.OTHER_VERSION),
      Cause.LINK_BROKEN,
      CERTAIN,
      Need.LINK),
  GRANDCHILD(
      Group.PROCESS,
      "Grandchild left behind",
      "The task starts a program and forgets it.",
      Grandchild::new,
      Cause.NORMAL,
      CERTAIN,
      Need.POSIX),
  FORK_BOMB(
      Group.PROCESS,
      "Fork bomb",
      "A script starts itself twice, and so on, to 63 processes.",
      ForkBomb::new,
      Cause.OVERDUE,
      CERTAIN,
      Need.RUN_LIMIT,
      Need.POSIX);

  private final Group group;
  private final String title;
  private final String story;
  private final Supplier<Deed> deed;
  private final Truth truth;
  private final Set<Need> needs;

  Fault(
      Group group,
      String title,
      String story,
      Supplier<Deed> deed,
      Cause cause,
      Confidence least,
      Need... needs) {
    this.group = group;
    this.title = title;
    this.story = story;
    this.deed = deed;
    this.truth = new Truth(cause, least);
    this.needs = Set.of(needs);
  }

  /** The fault of a name as on the command line. */
  public static Optional<Fault> of(String word) {
    return Arrays.stream(values()).filter(fault -> fault.word().equals(word)).findFirst();
  }

  /** Its name on the command line, such as {@code heap-oom}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it is like. */
  public Group group() {
    return group;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** What happens, in one sentence. */
  public String story() {
    return story;
  }

  /** What a verdict on a process with it has to say. */
  public Truth truth() {
    return truth;
  }

  /** Whether it needs this to be seen. */
  public boolean needs(Need need) {
    return needs.contains(need);
  }

  /** A task with this fault. The last that it says before is a message, {@code Instant}. */
  public SerializableCallable<String> task() {
    String word = word();
    return () -> {
      WorkContext.current().send(Instant.now());
      of(word).orElseThrow().deed.get().commit();
      return "";
    };
  }
}
