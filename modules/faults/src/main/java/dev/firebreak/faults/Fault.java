package dev.firebreak.faults;

import static dev.firebreak.faults.Truth.certain;
import static dev.firebreak.faults.Truth.likely;

import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.Verdict.Cause;
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
      Harm.NONE,
      certain(Cause.EXCEPTION)),
  ERROR(
      Group.EXIT,
      "Uncaught Error",
      "The task throws an AssertionError, which code that catches Exception lets through.",
      UncaughtError::new,
      Harm.NONE,
      certain(Cause.EXCEPTION)),
  STACK_OVERFLOW(
      Group.EXIT,
      "StackOverflowError",
      "The task recurses without end, and its stack is full.",
      StackOverflow::new,
      Harm.NONE,
      certain(Cause.EXCEPTION)),
  EXIT_0(
      Group.EXIT,
      "System.exit(0)",
      "A library ends the program, as if all were well.",
      () -> new SystemExit(0),
      Harm.ALL,
      certain(Cause.NORMAL)),
  EXIT_42(
      Group.EXIT,
      "System.exit(42)",
      "A library ends the program with a status of its own.",
      () -> new SystemExit(42),
      Harm.ALL,
      certain(Cause.EXIT_CODE)),
  EXIT_256(
      Group.EXIT,
      "System.exit(256)",
      "A status of which the system keeps eight bits: it looks like 0.",
      () -> new SystemExit(256),
      Harm.ALL,
      certain(Cause.NORMAL)),
  HALT(
      Group.EXIT,
      "Runtime.halt",
      "The JVM ends at once, without shutdown hooks and without a last word.",
      Halt::new,
      Harm.ALL,
      likely(Cause.HALT)),
  HEAP_OOM(
      Group.MEMORY,
      "Heap full",
      "The task asks for memory until there is none.",
      HeapOom::new,
      Harm.SOME,
      certain(Cause.HEAP_OOM)),
  MEMORY_LEAK(
      Group.MEMORY,
      "Memory leak",
      "A static list grows slowly until the heap is full, and stays.",
      MemoryLeak::new,
      Harm.SOME,
      certain(Cause.HEAP_OOM)),
  METASPACE_OOM(
      Group.MEMORY,
      "Metaspace full",
      "Classes are loaded again and again and never let go.",
      MetaspaceOom::new,
      Harm.SOME,
      certain(Cause.METASPACE_OOM)),
  DIRECT_OOM(
      Group.MEMORY,
      "Direct buffers full",
      "Buffers outside the heap are kept until there is no room.",
      DirectOom::new,
      Harm.SOME,
      certain(Cause.DIRECT_OOM)),
  THREADS_OOM(
      Group.MEMORY,
      "No more threads",
      "The system refuses to create another native thread.",
      ThreadsOom::new,
      Harm.NONE,
      certain(Cause.THREADS_OOM)),
  KERNEL_OOM(
      Group.MEMORY,
      "Killed by the kernel",
      "Memory outside the heap reaches the limit of a container, and the kernel kills the process.",
      KernelOom::new,
      Harm.ALL,
      likely(Cause.KERNEL_OOM),
      Need.MEMORY_GROUP),
  GC_THRASH(
      Group.MEMORY,
      "GC thrash",
      "95 % of the heap live for good: the collector works all the time, the program hardly.",
      GcThrash::new,
      Harm.STALLED,
      likely(Cause.GC_THRASH),
      Need.RUN_LIMIT),
  INFINITE_LOOP(
      Group.STUCK,
      "Infinite loop",
      "The task computes for ever and heeds no interrupt.",
      InfiniteLoop::new,
      Harm.SLOWED,
      certain(Cause.OVERDUE),
      Need.RUN_LIMIT),
  INTERRUPT_SWALLOWED(
      Group.STUCK,
      "Interrupt swallowed",
      "The task waits, and catches the interrupt that was to end it.",
      SwallowedInterrupt::new,
      Harm.NONE,
      certain(Cause.OVERDUE),
      Need.RUN_LIMIT),
  DEADLOCK(
      Group.STUCK,
      "Deadlock",
      "Two platform threads each hold the lock that the other wants.",
      Deadlock::new,
      Harm.NONE,
      likely(Cause.DEADLOCK),
      Need.RUN_LIMIT),
  DEADLOCK_VIRTUAL(
      Group.STUCK,
      "Deadlock of virtual threads",
      "The same of two virtual threads, which the JVM's own search does not see.",
      VirtualDeadlock::new,
      Harm.NONE,
      certain(Cause.OVERDUE),
      Need.RUN_LIMIT),
  POOL_STARVATION(
      Group.STUCK,
      "Starvation of a small pool",
      "In a pool of one thread a task waits for another that cannot begin.",
      PoolStarvation::new,
      Harm.NONE,
      certain(Cause.OVERDUE),
      Need.RUN_LIMIT),
  NATIVE_CRASH(
      Group.NATIVE,
      "Native crash",
      "Native code writes to where nothing is: SIGSEGV.",
      NativeCrash::new,
      Harm.ALL,
      certain(Cause.NATIVE_CRASH),
      Need.NATIVE_ACCESS),
  SIGKILL(
      Group.SIGNAL,
      "SIGKILL",
      "Somebody, or the kernel, kills the process with signal 9.",
      () -> new SelfSignal("KILL"),
      Harm.ALL,
      likely(Cause.KILLED),
      Need.POSIX),
  SIGSTOP(
      Group.SIGNAL,
      "SIGSTOP",
      "The process is stopped: it is there, and does nothing.",
      () -> new SelfSignal("STOP"),
      Harm.ALL,
      likely(Cause.HANG),
      Need.WATCH,
      Need.POSIX),
  SIGTERM_HANGING_HOOK(
      Group.SIGNAL,
      "SIGTERM, hanging hook",
      "SIGTERM comes, and a shutdown hook never ends.",
      HangingHook::new,
      Harm.NONE,
      certain(Cause.OVERDUE),
      Need.RUN_LIMIT,
      Need.POSIX),
  STDOUT_FLOOD(
      Group.OUTPUT,
      "Flood on stdout",
      "32 MiB to stdout without a newline.",
      StdoutFlood::new,
      Harm.NONE,
      certain(Cause.NORMAL)),
  FD_LEAK(
      Group.OUTPUT,
      "File descriptors leak",
      "Files are opened and never closed, until the system refuses.",
      FileDescriptorLeak::new,
      Harm.FAILED,
      certain(Cause.EXCEPTION),
      Need.FRESH_WORKERS),
  SHARED_CACHE(
      Group.STATE,
      "Shared cache overwritten",
      "The task writes into a static cache that all tasks read.",
      CacheOverwritten::new,
      Harm.WRONG,
      certain(Cause.NORMAL),
      Need.FRESH_WORKERS),
  SYSTEM_PROPERTIES(
      Group.STATE,
      "System property overwritten",
      "The task sets a property for itself, and thereby for everybody.",
      PropertiesOverwritten::new,
      Harm.WRONG,
      certain(Cause.NORMAL),
      Need.FRESH_WORKERS),
  DEFAULT_LOCALE(
      Group.STATE,
      "Default locale overwritten",
      "The task sets a locale in which the capital of i has a dot.",
      LocaleOverwritten::new,
      Harm.WRONG,
      certain(Cause.NORMAL),
      Need.FRESH_WORKERS),
  DEFAULT_ZONE(
      Group.STATE,
      "Default time zone overwritten",
      "The task sets the time zone to print one date.",
      ZoneOverwritten::new,
      Harm.WRONG,
      certain(Cause.NORMAL),
      Need.FRESH_WORKERS),
  SYSTEM_OUT(
      Group.STATE,
      "System.out replaced",
      "The task captures System.out and leaves a closed stream behind.",
      SystemOutReplaced::new,
      Harm.FAILED,
      certain(Cause.NORMAL),
      Need.FRESH_WORKERS),
  CLASS_POISONED(
      Group.STATE,
      "Class initialization poisoned",
      "An initializer fails once, and is a NoClassDefFoundError for everyone after.",
      ClassPoisoned::new,
      Harm.FAILED,
      certain(Cause.EXCEPTION),
      Need.FRESH_WORKERS),
  COMMON_POOL_BLOCKED(
      Group.STATE,
      "Common pool blocked",
      "The task leaves work in the common ForkJoinPool that never ends.",
      CommonPoolBlocked::new,
      Harm.STALLED,
      certain(Cause.NORMAL),
      Need.FRESH_WORKERS),
  HALF_FRAME(
      Group.PROTOCOL,
      "Half a frame written",
      "Half a message goes to the parent, and then nothing.",
      () -> new Frames(Frames.HALF),
      Harm.NONE,
      certain(Cause.LINK_BROKEN),
      Need.LINK),
  WRONG_VERSION(
      Group.PROTOCOL,
      "Frame of a wrong version",
      "The worker greets its parent in a protocol of another version.",
      () -> new Frames(Frames.OTHER_VERSION),
      Harm.NONE,
      certain(Cause.LINK_BROKEN),
      Need.LINK),
  GRANDCHILD(
      Group.PROCESS,
      "Grandchild left behind",
      "The task starts a program and forgets it.",
      Grandchild::new,
      Harm.NONE,
      certain(Cause.NORMAL),
      Need.POSIX),
  FORK_BOMB(
      Group.PROCESS,
      "Fork bomb",
      "A script starts itself twice, and so on, to 63 processes.",
      ForkBomb::new,
      Harm.NONE,
      certain(Cause.OVERDUE),
      Need.RUN_LIMIT,
      Need.POSIX);

  private final Group group;
  private final String title;
  private final String story;
  private final Supplier<Deed> deed;
  private final Harm harm;
  private final Truth truth;
  private final Set<Need> needs;

  Fault(
      Group group,
      String title,
      String story,
      Supplier<Deed> deed,
      Harm harm,
      Truth truth,
      Need... needs) {
    this.group = group;
    this.title = title;
    this.story = story;
    this.deed = deed;
    this.harm = harm;
    this.truth = truth;
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

  /** What becomes of the other tasks where all of them are threads of one JVM. */
  public Harm harm() {
    return harm;
  }

  /** What a verdict on a process with it has to say. */
  public Truth truth() {
    return truth;
  }

  /** Whether it needs this to be seen. */
  public boolean needs(Need need) {
    return needs.contains(need);
  }

  /** What it needs and this machine does not have, as a sentence; empty where it has all. */
  public Optional<String> missing() {
    return needs.stream().flatMap(need -> need.missing().stream()).findFirst();
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
