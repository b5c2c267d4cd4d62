package dev.firebreak.api;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a pool is opened with. Immutable; each {@code with} gives a changed copy. Every default is a
 * line of {@link Defaults}, with its reason.
 *
 * <p>What is declared here is what a worker may see and do. {@code WorkerSettings} has how workers
 * live, {@code TaskSettings} how tasks are treated; all of it is called on this class.
 */
public final class PoolOptions extends TaskSettings {
  /** A worker a processor, and nothing special. */
  public static final PoolOptions DEFAULT = new PoolOptions();

  private String name = "";
  private Grants grants = Grants.derived();
  private ChildSpec.Jvm jvm = ChildSpec.Jvm.DEFAULT;
  private Optional<ByteSize> memory = Optional.empty();
  private Optional<Program.Worker> program = Optional.empty();
  private List<MethodHandles.Lookup> lookups = List.of();
  private Set<Class<?>> allowed = Set.of();

  private PoolOptions() {}

  private PoolOptions change(Consumer<PoolOptions> one) {
    PoolOptions copy = copy();
    one.accept(copy);
    return copy;
  }

  /** The same with other grants. */
  public PoolOptions with(Grants granted) {
    return change(it -> it.grants = granted);
  }

  /** The same with other JVMs. */
  public PoolOptions with(UnaryOperator<ChildSpec.Jvm> other) {
    return change(it -> it.jvm = other.apply(it.jvm));
  }

  /** The same with access to what the caller can access: {@code MethodHandles.lookup()}. */
  public PoolOptions with(MethodHandles.Lookup lookup) {
    List<MethodHandles.Lookup> all = new ArrayList<>(lookups);
    all.add(lookup);
    return change(it -> it.lookups = List.copyOf(all));
  }

  /** The same, also taking values of these records and enums back. */
  public PoolOptions withAllowed(Class<?>... types) {
    Set<Class<?>> all = new HashSet<>(allowed);
    all.addAll(List.of(types));
    return change(it -> it.allowed = Set.copyOf(all));
  }

  /** The same under a name, for logs, `firebreak ps` and thread names. */
  public PoolOptions withName(String value) {
    return change(it -> it.name = Check.name("pool", value));
  }

  /** The same whose workers share this much memory for their heaps. */
  public PoolOptions withMemory(ByteSize value) {
    return change(it -> it.memory = Optional.of(value));
  }

  /** The same whose workers find classes there, not where the caller has them. */
  public PoolOptions withProgram(Program.Worker value) {
    return change(it -> it.program = Optional.of(value));
  }

  /** Its name; empty for one of the pool's own. */
  public String name() {
    return name;
  }

  /** What tasks may see and do. */
  public Grants grants() {
    return grants;
  }

  /** How workers' JVMs are set up. */
  public ChildSpec.Jvm jvm() {
    return jvm;
  }

  /** What the workers' heaps share; empty for half of the machine's memory. */
  public Optional<ByteSize> memory() {
    return memory;
  }

  /** Where workers find classes; empty for where the caller has them. */
  public Optional<Program.Worker> program() {
    return program;
  }

  /** For packages that are not opened to dev.firebreak.link. */
  public List<MethodHandles.Lookup> lookups() {
    return lookups;
  }

  /** Records and enums that may come back beside those of the submitting modules. */
  public Set<Class<?>> allowed() {
    return allowed;
  }
}
