package dev.firebreak.supervisor;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Event;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Spec;
import dev.firebreak.api.Strategy;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.supervisor.Slot.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A supervisor of children, each with a goal.
 *
 * <p>For maintainers: whatever happens only changes goals and then calls {@link #advance}, which
 * takes every step that is possible now and none that is not: a stop, however it comes, changes a
 * goal and so beats a pending restart, a back-off and a wait for siblings. Stops go in reverse
 * order, one at a time; starts go in order, each behind those that it is to start after.
 */
final class GroupNode implements Node {
  private final Context context;
  private final @Nullable GroupNode parent;
  private final Consumer<Outcome> over; // the outermost one's owner
  private final String path;
  private final RestartWindow window = new RestartWindow();
  final List<Slot> slots = new ArrayList<>();
  private SupervisorSpec spec;
  private boolean running;
  private boolean advancing;
  private boolean again;
  private long readySince;
  private long stopBegan;
  private @Nullable Outcome ending;

  GroupNode(
      Context context,
      @Nullable GroupNode parent,
      String path,
      SupervisorSpec spec,
      Consumer<Outcome> over) {
    this.context = context;
    this.parent = parent;
    this.path = path;
    this.spec = spec;
    this.over = over;
    spec.children().forEach(child -> slots.add(slot(child)));
  }

  Slot slot(Spec child) {
    String below = path + "/" + child.name();
    return new Slot(
        switch (child) {
          case ChildSpec leaf -> new ChildNode(context, this, below, leaf);
          case SupervisorSpec inner -> new GroupNode(context, this, below, inner, _ -> {});
        });
  }

  @Override
  public SupervisorSpec spec() {
    return spec;
  }

  void respec(SupervisorSpec next) {
    spec = next;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public boolean alive() {
    return running;
  }

  @Override
  public boolean settled() {
    return running && readySince != 0;
  }

  @Override
  public long readySince() {
    return readySince;
  }

  /** Whether it stops, or has. */
  boolean closing() {
    return !running || ending != null;
  }

  @Override
  public void start() {
    running = true;
    ending = null;
    readySince = 0;
    window.clear();
    context.tell(
        new Event.SupervisorStarted(
            context.loop().now(), path, ProcessHandle.current().pid(), slots.size()));
    for (Slot slot : slots) {
      slot.want(Goal.UP, false, "");
      slot.notBefore = 0;
      slot.row = 0;
    }
    advance();
  }

  @Override
  public void stop(String why) {
    end(new Outcome(Outcome.Kind.STOPPED, Optional.empty()), why);
  }

  @Override
  public void killNow(String why) {
    stop(why);
    slots.forEach(slot -> slot.node.killNow(why));
  }

  @Override
  public void rest(boolean asked) {}

  @Override
  public void awaitRestart(long at) {}

  @Override
  public void look(long now) {
    slots.forEach(slot -> slot.node.look(now));
  }

  @Override
  public void excuse(long pause) {
    slots.forEach(slot -> slot.node.excuse(pause));
  }

  @Override
  public void status(List<ChildStatus> into) {
    slots.forEach(slot -> slot.node.status(into));
  }

  /** Begins to end: all children stop in reverse order. */
  private void end(Outcome outcome, String why) {
    if (closing()) {
      return;
    }
    ending = outcome;
    stopBegan = context.loop().nanos();
    context.tell(new Event.SupervisorStopping(context.loop().now(), path, why));
    for (Slot slot : slots) {
      boolean asleep = !slot.node.alive() && slot.goal != Goal.DOWN;
      slot.want(Goal.DOWN, true, why);
      if (asleep) {
        slot.node.rest(true);
      }
    }
    advance();
  }

  /** A child came further. */
  void changed() {
    advance();
  }

  /** Why a child is to be stopped in its turn, if it is. */
  Optional<String> whyStopping(Node node) {
    Slot slot = slotOf(node);
    return slot.goal == Goal.UP ? Optional.empty() : Optional.of(slot.why);
  }

  /** A child ended. */
  void ended(Node node, Ending how) {
    Slot slot = slotOf(node);
    if (ending == null && slot.goal == Goal.UP) {
      decide(slot, how);
    } else if (slot.goal == Goal.DOWN) {
      node.rest(true);
    } else {
      node.awaitRestart(slot.notBefore);
    }
    advance();
  }

  private void decide(Slot slot, Ending how) {
    Node node = slot.node;
    Restart type = node.spec().restart();
    if (how.hopeless() || !type.after(how.abnormal())) {
      stayDown(slot, how);
      return;
    }
    long now = context.loop().nanos();
    int count = window.add(now, spec.intensity());
    if (count > spec.intensity().restarts()) {
      context.tell(new Event.GaveUp(context.loop().now(), path, spec.intensity(), how.sentence()));
      String sentence =
          "%s gave up after %d restarts within %d s; the last: %s"
              .formatted(path, count - 1, spec.intensity().period().toSeconds(), how.sentence());
      slot.want(Goal.DOWN, true, "");
      node.rest(false);
      end(
          new Outcome(Outcome.Kind.GAVE_UP, Optional.of(sentence)),
          "it made more restarts than it may");
      return;
    }
    Duration delay = slot.nextDelay(now, context.chance().getAsDouble());
    if (delay.compareTo(how.pause()) < 0) {
      delay = how.pause();
    }
    List<Slot> others = others(slot);
    List<String> with = others.stream().map(other -> other.node.spec().name()).toList();
    context.tell(
        new Event.RestartPlanned(
            context.loop().now(),
            node.path(),
            node instanceof ChildNode child ? child.nextGeneration() : count,
            delay,
            count,
            spec.intensity(),
            with));
    slot.notBefore = now + delay.toNanos();
    node.awaitRestart(slot.notBefore);
    if (!others.isEmpty()) {
      cycle(slot, others);
    }
  }

  /** A child that ended by itself is not started again. */
  private void stayDown(Slot slot, Ending how) {
    Node node = slot.node;
    slot.want(Goal.DOWN, false, "");
    node.rest(false);
    if (how.hopeless() && node.spec().restart().after(how.abnormal())) {
      context.tell(
          new Event.Notice(
              context.loop().now(),
              node.path(),
              Event.Weight.ALARM,
              "is not tried again, as another try would end the same: %s; mend that, then restart it"
                  .formatted(how.sentence())));
    } else {
      context.tell(
          new Event.NotRestarted(context.loop().now(), node.path(), node.spec().restart()));
    }
    boolean shutdown =
        node.spec().significant()
            && switch (spec.autoShutdown()) {
              case NEVER -> false;
              case ANY -> true;
              case ALL ->
                  slots.stream()
                      .filter(other -> other.node.spec().significant())
                      .allMatch(other -> other.goal == Goal.DOWN && !other.node.alive());
            };
    if (shutdown) {
      end(
          new Outcome(Outcome.Kind.AUTO_SHUTDOWN, Optional.of(how.sentence())),
          "its significant child %s ended".formatted(node.spec().name()));
    }
  }

  /** The siblings that are started again with a child; temporary ones are only stopped. */
  private List<Slot> others(Slot slot) {
    int from =
        switch (spec.strategy()) {
          case ONE_FOR_ONE -> slots.size();
          case ONE_FOR_ALL -> 0;
          case REST_FOR_ONE -> slots.indexOf(slot) + 1;
        };
    return slots.subList(from, slots.size()).stream()
        .filter(other -> other != slot && other.goal != Goal.DOWN)
        .toList();
  }

  private void cycle(Slot slot, List<Slot> others) {
    String why = slot.node.spec().name() + " ended, and they are started again together";
    slot.want(Goal.CYCLE, true, why);
    for (Slot other : others) {
      boolean temporary = other.node.spec().restart() == Restart.TEMPORARY;
      other.want(temporary ? Goal.DOWN : Goal.CYCLE, true, why);
      other.notBefore = slot.notBefore;
    }
  }

  /** Takes every step that is possible now. */
  void advance() {
    again = true;
    if (advancing) {
      return;
    }
    advancing = true;
    try {
      while (again) {
        again = false;
        stopWhatShallStop();
        finishCycles();
        slots.removeIf(slot -> slot.leaving && !slot.node.alive());
        startWhatMayStart();
      }
    } finally {
      advancing = false;
    }
    finish();
  }

  private void stopWhatShallStop() {
    boolean busy = false;
    for (Slot slot : slots.reversed()) {
      if (slot.goal == Goal.UP || !slot.node.alive()) {
        continue;
      }
      if (!slot.ordered || !busy) {
        slot.node.stop(slot.why);
      }
      busy |= slot.ordered;
    }
  }

  private void finishCycles() {
    boolean pending =
        slots.stream().anyMatch(slot -> slot.ordered && slot.goal != Goal.UP && slot.node.alive());
    for (Slot slot : slots) {
      if (slot.goal == Goal.CYCLE && !slot.node.alive() && !(slot.ordered && pending)) {
        slot.goal = Goal.UP;
      }
    }
  }

  private void startWhatMayStart() {
    long now = context.loop().nanos();
    @Nullable Slot before = null;
    for (Slot slot : slots) {
      if (slot.goal == Goal.UP && !slot.node.alive() && mayStart(slot, before)) {
        slot.cancelTimer();
        if (slot.notBefore <= now) {
          slot.node.start();
        } else {
          Duration wait = Duration.ofNanos(slot.notBefore - now);
          slot.timer = context.loop().after(wait, this::advance);
        }
      }
      before = slot;
    }
    if (readySince == 0 && ending == null && slots.stream().allMatch(this::doneStarting)) {
      readySince = now;
      if (parent != null) {
        parent.changed();
      }
    }
  }

  private boolean doneStarting(Slot slot) {
    return slot.goal == Goal.DOWN || slot.node.settled();
  }

  private boolean mayStart(Slot slot, @Nullable Slot before) {
    boolean inOrder =
        spec.strategy() != Strategy.REST_FOR_ONE || before == null || doneStarting(before);
    return inOrder
        && slots.stream()
            .noneMatch(other -> other.leaving && sameName(other, slot.node.spec().name()))
        && slot.node.spec().after().stream()
            .allMatch(name ->
                slots.stream()
                    .filter(other -> sameName(other, name))
                    .allMatch(other -> other.node.settled()));
  }

  private static boolean sameName(Slot slot, String name) {
    return slot.node.spec().name().equals(name);
  }

  private void finish() {
    Outcome outcome = ending;
    if (!running || outcome == null || slots.stream().anyMatch(slot -> slot.node.alive())) {
      return;
    }
    running = false;
    slots.forEach(Slot::cancelTimer);
    Duration took = Duration.ofNanos(context.loop().nanos() - stopBegan);
    context.tell(new Event.SupervisorStopped(context.loop().now(), path, took));
    over.accept(outcome);
    if (parent != null) {
      boolean abnormal = outcome.kind() == Outcome.Kind.GAVE_UP;
      parent.ended(
          this, new Ending(abnormal, false, Duration.ZERO, outcome.sentence().orElse("stopped")));
    }
  }

  private Slot slotOf(Node node) {
    return slots.stream().filter(slot -> slot.node == node).findFirst().orElseThrow();
  }
}
