package dev.firebreak.supervisor;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Spec;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.supervisor.Slot.Goal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives a running group another specification, and touches only what changed. */
final class Reload {
  private static final String WHY = "its specification changed";

  private Reload() {}

  static void apply(GroupNode group, SupervisorSpec next, long now) {
    Map<String, Slot> before = new HashMap<>();
    group.slots.stream()
        .filter(slot -> !slot.leaving)
        .forEach(slot -> before.put(slot.node.spec().name(), slot));
    group.respec(next);
    List<Slot> order = new ArrayList<>();
    for (Spec child : next.children()) {
      Slot slot = before.remove(child.name());
      if (slot == null || !sameKind(slot.node, child)) {
        if (slot != null) {
          leave(slot);
        }
        slot = group.slot(child);
        slot.want(group.closing() ? Goal.DOWN : Goal.UP, false, "");
      } else {
        change(slot, child, now);
      }
      order.add(slot);
    }
    before.values().forEach(Reload::leave);
    // Two of a name where one of them still stops: whoever leaves stays until it has ended.
    List<Slot> left = group.slots.stream().filter(slot -> !order.contains(slot)).toList();
    group.slots.clear();
    group.slots.addAll(order);
    group.slots.addAll(left);
    group.advance();
  }

  /** Gives a group one more child, or wants one again that it has. */
  static void add(GroupNode group, ChildSpec child, long now) {
    Slot slot =
        group.slots.stream()
            .filter(each -> !each.leaving && each.node.spec().name().equals(child.name()))
            .findFirst()
            .orElse(null);
    if (slot == null) {
      List<Spec> all = new ArrayList<>(group.spec().children());
      all.add(child);
      group.respec(group.spec().with(all));
      slot = group.slot(child);
      group.slots.add(slot);
    }
    if (slot.goal == Goal.DOWN && !group.closing()) {
      slot.want(slot.node.alive() ? Goal.CYCLE : Goal.UP, false, slot.why);
      slot.notBefore = now;
      slot.row = 0;
      group.advance();
    }
  }

  private static boolean sameKind(Node node, Spec spec) {
    return switch (node) {
      case ChildNode _ -> spec instanceof ChildSpec;
      case GroupNode _ -> spec instanceof SupervisorSpec;
    };
  }

  private static void leave(Slot slot) {
    slot.want(Goal.DOWN, false, "it is no longer in the specification");
    slot.leaving = true;
    if (!slot.node.alive()) {
      slot.node.rest(true);
    }
  }

  private static void change(Slot slot, Spec next, long now) {
    switch (slot.node) {
      case GroupNode inner when next instanceof SupervisorSpec spec -> apply(inner, spec, now);
      case ChildNode child when next instanceof ChildSpec spec -> {
        boolean same = process(child.spec()).equals(process(spec));
        child.respec(spec);
        if (!same && slot.goal == Goal.UP) {
          slot.want(child.alive() ? Goal.CYCLE : Goal.UP, false, WHY);
          slot.notBefore = now;
          slot.row = 0;
        }
      }
      default -> throw new IllegalStateException("a child became a supervisor unseen");
    }
  }

  /** What of a specification its process depends on; the rest is the supervisor's alone. */
  private static ChildSpec process(ChildSpec spec) {
    ChildSpec plain = ChildSpec.of(spec.name(), spec.program());
    return spec.with(plain.restart())
        .with(plain.backoff())
        .withSignificant(plain.significant())
        .after(new String[0])
        .withSpares(plain.spares());
  }
}
