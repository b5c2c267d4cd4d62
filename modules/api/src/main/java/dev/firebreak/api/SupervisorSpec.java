package dev.firebreak.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A supervisor and its children, in the order in which they start.
 *
 * @param name unique among its siblings
 * @param strategy who is started again together
 * @param intensity how many restarts it makes before it gives up
 * @param autoShutdown whether it ends with its significant children
 * @param restart when its own supervisor starts it again; of no meaning for the outermost
 * @param significant whether its end counts for its own supervisor
 * @param after siblings that must be ready first
 * @param children in the order of their start; the reverse of it is the order of their stop
 */
public record SupervisorSpec(
    String name,
    Strategy strategy,
    Intensity intensity,
    AutoShutdown autoShutdown,
    Restart restart,
    boolean significant,
    List<String> after,
    List<Spec> children)
    implements Spec {

  /** Checks names, and that dependencies exist and make no circle. */
  public SupervisorSpec {
    Check.name("supervisor", name);
    after = List.copyOf(after);
    children = List.copyOf(children);
    Set<String> names = new HashSet<>();
    for (Spec child : children) {
      Check.that(
          names.add(child.name()), "supervisor %s: two children are named %s", name, child.name());
    }
    for (Spec child : children) {
      for (String needed : child.after()) {
        Check.that(
            names.contains(needed),
            "supervisor %s: child %s is to start after %s, which is no child of it",
            name,
            child.name(),
            needed);
      }
    }
    List<String> circle = circle(children);
    Check.that(
        circle.isEmpty(),
        "supervisor %s: children wait for each other in a circle: %s",
        name,
        String.join(" after ", circle));
  }

  /** One-for-one with the default intensity. */
  public static SupervisorSpec of(String name, Spec... children) {
    return of(name, List.of(children));
  }

  /** One-for-one with the default intensity. */
  public static SupervisorSpec of(String name, List<? extends Spec> children) {
    return new SupervisorSpec(
        name,
        Strategy.ONE_FOR_ONE,
        Defaults.INTENSITY,
        AutoShutdown.NEVER,
        Restart.PERMANENT,
        false,
        List.of(),
        List.copyOf(children));
  }

  /** The same with another strategy. */
  public SupervisorSpec with(Strategy other) {
    return new SupervisorSpec(
        name, other, intensity, autoShutdown, restart, significant, after, children);
  }

  /** The same with another intensity. */
  public SupervisorSpec with(Intensity other) {
    return new SupervisorSpec(
        name, strategy, other, autoShutdown, restart, significant, after, children);
  }

  /** The same with another auto-shutdown. */
  public SupervisorSpec with(AutoShutdown other) {
    return new SupervisorSpec(
        name, strategy, intensity, other, restart, significant, after, children);
  }

  /** The same with another restart type. */
  public SupervisorSpec with(Restart other) {
    return new SupervisorSpec(
        name, strategy, intensity, autoShutdown, other, significant, after, children);
  }

  /** The same with other children. */
  public SupervisorSpec with(List<? extends Spec> others) {
    return new SupervisorSpec(
        name, strategy, intensity, autoShutdown, restart, significant, after, List.copyOf(others));
  }

  /**
   * A circle of children that wait for each other, its first name again at its end; empty if there
   * is none.
   */
  public static List<String> circle(List<? extends Spec> children) {
    Map<String, List<String>> after = new HashMap<>();
    children.forEach(child -> after.put(child.name(), child.after()));
    Set<String> cleared = new HashSet<>();
    for (Spec child : children) {
      List<String> found = follow(child.name(), List.of(), after, cleared);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static List<String> follow(
      String name, List<String> way, Map<String, List<String>> after, Set<String> cleared) {
    if (cleared.contains(name)) {
      return List.of();
    }
    List<String> longer = new ArrayList<>(way);
    longer.add(name);
    if (way.contains(name)) {
      return List.copyOf(longer.subList(way.indexOf(name), longer.size()));
    }
    for (String next : after.getOrDefault(name, List.of())) {
      List<String> found = follow(next, longer, after, cleared);
      if (!found.isEmpty()) {
        return found;
      }
    }
    cleared.add(name);
    return List.of();
  }
}
