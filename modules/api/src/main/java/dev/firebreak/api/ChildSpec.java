package dev.firebreak.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One program to keep alive, in a JVM of its own. Made with {@link #of} and the methods that return
 * a changed copy.
 *
 * @param name unique among its siblings; see {@link #of}
 * @param program what runs
 * @param restart when it is started again
 * @param significant whether its end counts for the supervisor's {@link AutoShutdown}
 * @param after siblings that must be ready first
 * @param grants what it may see and do
 * @param jvm how its JVM is set up
 * @param ready what must be seen before it counts as ready
 * @param alive what is asked while it is ready
 * @param limits its clocks
 * @param backoff how long to wait before it is started again
 * @param spares how many JVMs are kept booted to take its place, 0 to 8
 */
public record ChildSpec(
    String name,
    Program program,
    Restart restart,
    boolean significant,
    List<String> after,
    Grants grants,
    Jvm jvm,
    Readiness ready,
    Optional<Liveness> alive,
    Limits limits,
    Backoff backoff,
    int spares)
    implements Spec {

  /**
   * How a child's JVM is set up.
   *
   * @param heap the largest heap; empty for the JVM's own choice
   * @param options flags for {@code java}, put behind ours
   * @param environment variables beside the supervisor's own
   * @param directory the working folder; empty for the supervisor's
   * @param lean whether to trade peak speed for memory and start-up (one compiler, serial GC)
   */
  public record Jvm(
      Optional<ByteSize> heap,
      List<String> options,
      Map<String, String> environment,
      Optional<Path> directory,
      boolean lean) {
    /** Nothing special. */
    public static final Jvm DEFAULT =
        new Jvm(Optional.empty(), List.of(), Map.of(), Optional.empty(), false);

    /** Copies what it is given. */
    public Jvm {
      options = List.copyOf(options);
      environment = Map.copyOf(environment);
    }

    /** The same with a largest heap. */
    public Jvm withHeap(ByteSize size) {
      return new Jvm(Optional.of(size), options, environment, directory, lean);
    }

    /** The same with flags. */
    public Jvm withOptions(List<String> flags) {
      return new Jvm(heap, flags, environment, directory, lean);
    }

    /** The same with environment variables. */
    public Jvm withEnvironment(Map<String, String> variables) {
      return new Jvm(heap, options, variables, directory, lean);
    }

    /** The same with a working folder. */
    public Jvm withDirectory(Path folder) {
      return new Jvm(heap, options, environment, Optional.of(folder), lean);
    }

    /** The same, lean or not. */
    public Jvm withLean(boolean on) {
      return new Jvm(heap, options, environment, directory, on);
    }
  }

  /** Checks names and ranges. */
  public ChildSpec {
    Check.name("child", name);
    after = List.copyOf(after);
    Check.that(spares >= 0 && spares <= 8, "child %s: spares = %s; give 0 to 8", name, spares);
    Check.that(!after.contains(name), "child %s: it cannot be started after itself", name);
  }

  /**
   * A permanent child with the defaults.
   *
   * @param name a letter or digit, then up to 63 letters, digits, dots, dashes or underscores
   * @throws IllegalArgumentException if the name is none
   */
  public static ChildSpec of(String name, Program program) {
    return new ChildSpec(
        name,
        program,
        Restart.PERMANENT,
        false,
        List.of(),
        Grants.derived(),
        Jvm.DEFAULT,
        new Readiness.MainReached(),
        Optional.empty(),
        Limits.DEFAULT,
        Defaults.BACKOFF,
        0);
  }

  /** The same under another name. */
  public ChildSpec named(String other) {
    return change(draft -> draft.name = other);
  }

  /** The same with another restart type. */
  public ChildSpec with(Restart type) {
    return change(draft -> draft.restart = type);
  }

  /** The same with grants. */
  public ChildSpec with(Grants granted) {
    return change(draft -> draft.grants = granted);
  }

  /** The same with another JVM. */
  public ChildSpec with(UnaryOperator<Jvm> other) {
    return change(draft -> draft.jvm = other.apply(jvm));
  }

  /** The same with another sign of readiness. */
  public ChildSpec with(Readiness sign) {
    return change(draft -> draft.ready = sign);
  }

  /** The same with a question that is asked while it is ready. */
  public ChildSpec with(Liveness question) {
    return change(draft -> draft.alive = Optional.of(question));
  }

  /** The same with other clocks. */
  public ChildSpec with(Limits clocks) {
    return change(draft -> draft.limits = clocks);
  }

  /** The same with another back-off. */
  public ChildSpec with(Backoff waits) {
    return change(draft -> draft.backoff = waits);
  }

  /** The same, started after these siblings are ready. */
  public ChildSpec after(String... siblings) {
    return change(draft -> draft.after = List.of(siblings));
  }

  /** The same, significant for the supervisor's {@link AutoShutdown} or not. */
  public ChildSpec withSignificant(boolean on) {
    return change(draft -> draft.significant = on);
  }

  /** The same with so many JVMs kept booted to take its place. */
  public ChildSpec withSpares(int count) {
    return change(draft -> draft.spares = count);
  }

  private ChildSpec change(Consumer<Draft> one) {
    Draft draft = new Draft(this);
    one.accept(draft);
    return draft.made();
  }

  /** A specification of which one thing is being changed. */
  private static final class Draft {
    private final Program program;
    private String name;
    private Restart restart;
    private boolean significant;
    private List<String> after;
    private Grants grants;
    private Jvm jvm;
    private Readiness ready;
    private Optional<Liveness> alive;
    private Limits limits;
    private Backoff backoff;
    private int spares;

    Draft(ChildSpec like) {
      program = like.program;
      name = like.name;
      restart = like.restart;
      significant = like.significant;
      after = like.after;
      grants = like.grants;
      jvm = like.jvm;
      ready = like.ready;
      alive = like.alive;
      limits = like.limits;
      backoff = like.backoff;
      spares = like.spares;
    }

    ChildSpec made() {
      return new ChildSpec(
          name,
          program,
          restart,
          significant,
          after,
          grants,
          jvm,
          ready,
          alive,
          limits,
          backoff,
          spares);
    }
  }
}
