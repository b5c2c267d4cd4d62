package dev.firebreak.api;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a child may see and do. Modules that are given are all there is; without any, they are
 * derived from the program (see {@code firebreak run --help}).
 *
 * @param modules the JDK modules that the child sees beside java.base; empty to derive them
 * @param capabilities what the JVM denies unless it is granted
 * @param opens packages that a module opens, as {@code java --add-opens} takes them: {@code
 *     module/package=target}
 */
public record Grants(
    Optional<SortedSet<String>> modules, Set<Capability> capabilities, List<String> opens) {

  /** What the JVM denies to a child unless it is granted. */
  public enum Capability {
    /** JNI and the foreign-memory API ({@code --enable-native-access}). */
    NATIVE_ACCESS,
    /** The memory methods of {@code sun.misc.Unsafe}. */
    UNSAFE_MEMORY,
    /** Agents loaded into the running JVM, and attaching to itself. */
    AGENTS
  }

  /** Copies what it is given. */
  public Grants {
    modules = modules.map(TreeSet::new);
    capabilities = Set.copyOf(capabilities);
    opens = List.copyOf(opens);
  }

  /** The modules that the program needs, found by looking at it; no capability. */
  public static Grants derived() {
    return new Grants(Optional.empty(), Set.of(), List.of());
  }

  /** Just these modules and java.base; no capability. */
  public static Grants of(String... modules) {
    return of(List.of(modules));
  }

  /** Just these modules and java.base; no capability. */
  public static Grants of(Collection<String> modules) {
    return new Grants(Optional.of(new TreeSet<>(modules)), Set.of(), List.of());
  }

  /** The same with capabilities. */
  public Grants with(Capability... more) {
    EnumSet<Capability> all = EnumSet.noneOf(Capability.class);
    all.addAll(capabilities);
    all.addAll(List.of(more));
    return new Grants(modules, all, opens);
  }

  /** The same with packages opened. */
  public Grants opening(List<String> more) {
    return new Grants(modules, capabilities, more);
  }
}
