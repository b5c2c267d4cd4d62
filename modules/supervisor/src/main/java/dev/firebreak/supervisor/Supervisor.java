package dev.firebreak.supervisor;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Defaults;
import dev.firebreak.api.Event;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.api.Verdict;
import dev.firebreak.supervisor.Slot.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a tree of children alive. Every method may be called from every thread: it posts to the
 * loop and returns at once.
 */
public final class Supervisor {
  private final Context context;
  private final GroupNode root;
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
  private long expected; // when the next look at health is due; of the loop
  private Loop.@Nullable Timer nextLook;

  /**
   * Makes a supervisor that does nothing yet.
   *
   * @param spec the outermost supervisor
   * @param spawner where children live
   * @param loop its thread and clock
   * @param tell told every event, on the loop; must not wait
   * @param chance random numbers from 0 to 1
   */
  public Supervisor(
      SupervisorSpec spec,
      Spawner spawner,
      Loop loop,
      Consumer<Event> tell,
      DoubleSupplier chance) {
    this(spec, spawner, loop, tell, chance, Ends.PLAIN);
  }

  /**
   * The same.
   *
   * @param ends has a say in whether children are started again
   */
  public Supervisor(
      SupervisorSpec spec,
      Spawner spawner,
      Loop loop,
      Consumer<Event> tell,
      DoubleSupplier chance,
      Ends ends) {
    this.context = new Context(loop, spawner, tell, chance, ends);
    this.root = new GroupNode(context, null, spec.name(), spec, this::over);
  }

  /** Starts the children, in order. */
  public void start() {
    context
        .loop()
        .post(() -> {
          root.start();
          expected = context.loop().nanos();
          scheduleLook();
        });
  }

  /** Completes when the supervisor and all its children have ended. */
  public CompletableFuture<Outcome> ended() {
    return ended.copy();
  }

  /** How all children are, in order, those of inner supervisors included. */
  public CompletableFuture<List<ChildStatus>> children() {
    return ask(() -> {
      List<ChildStatus> all = new ArrayList<>();
      root.status(all);
      return List.copyOf(all);
    });
  }

  /**
   * Stops all children in reverse order.
   *
   * @param why words that follow "because"
   * @return completes when all have ended
   */
  public CompletableFuture<Outcome> stop(String why) {
    context.loop().post(() -> root.stop(why));
    return ended();
  }

  /** Ends all children at once. */
  public CompletableFuture<Outcome> killAll(String why) {
    context.loop().post(() -> root.killNow(why));
    return ended();
  }

  /**
   * Stops a child, or an inner supervisor; it stays down until it is started again.
   *
   * @param path names from the outermost supervisor's children on, joined by slashes
   * @return fails with an {@link IllegalArgumentException} if there is no such child
   */
  public CompletableFuture<Void> stopChild(String path) {
    return request(path, "stop", place -> down(place, "a person asked for it"));
  }

  private static void down(Place place, String why) {
    place.slot().want(Goal.DOWN, false, why);
    if (!place.slot().node.alive()) {
      place.slot().node.rest(true);
    }
    place.group().advance();
  }

  /** Stops a child and starts it again, or starts one that is down; this counts as no crash. */
  public CompletableFuture<Void> restartChild(String path) {
    return request(
        path,
        "restart",
        place -> {
          if (place.group().closing()) {
            throw new IllegalStateException(
                "%s cannot be restarted: its supervisor is stopping or stopped; restart that"
                    .formatted(place.slot().node.path()));
          }
          cycle(place, "a person asked for a restart");
        });
  }

  private void cycle(Place place, String why) {
    Slot slot = place.slot();
    slot.want(slot.node.alive() ? Goal.CYCLE : Goal.UP, false, why);
    slot.notBefore = context.loop().nanos();
    slot.row = 0;
    place.group().advance();
  }

  /**
   * Starts another child, or starts one of this name again that was stopped or is being stopped;
   * where it runs, nothing happens.
   *
   * @param child of the outermost supervisor
   */
  public CompletableFuture<Void> hire(ChildSpec child) {
    return ask(() -> {
      Reload.add(root, child, context.loop().nanos());
      return null;
    });
  }

  /** Stops a child that is not needed any more; it stays down until it is hired again. */
  public CompletableFuture<Void> dismiss(String path, String why) {
    return ask(() -> {
      down(Place.find(root, path), why);
      return null;
    });
  }

  /** Stops a child and starts it again as it is; a spare may take its place. */
  public CompletableFuture<Void> renew(String path, String why) {
    return ask(() -> {
      Place place = Place.find(root, path);
      if (place.slot().goal == Goal.UP && place.slot().node instanceof ChildNode child) {
        child.renew();
        cycle(place, why);
      }
      return null;
    });
  }

  /**
   * Ends one life of a child at once because of a fault that was seen from outside; it is started
   * again as after any other.
   *
   * @return false if that life has ended
   */
  public CompletableFuture<Boolean> kill(
      String path, int generation, Verdict.Cause cause, String sentence) {
    return ask(() ->
        Place.find(root, path).slot().node instanceof ChildNode child
            && child.kill(generation, cause, sentence));
  }

  /**
   * The same by SIGTERM, and by SIGKILL where that does not end it in time.
   *
   * @param grace how long it has after SIGTERM, its shutdown hooks included
   * @param asked whether somebody asked for it, so that it is told without a warning
   */
  public CompletableFuture<Boolean> end(
      String path,
      int generation,
      Verdict.Cause cause,
      String sentence,
      Duration grace,
      boolean asked) {
    return ask(() ->
        Place.find(root, path).slot().node instanceof ChildNode child
            && child.end(generation, new Facts.Fault(cause, sentence, Map.of(), asked), grace));
  }

  /** Sends a signal to a child's process, as {@code kill} does. */
  public CompletableFuture<Void> signal(String path, int number) {
    return request(
        path,
        "send signal " + number,
        place -> {
          if (!(place.slot().node instanceof ChildNode child)) {
            throw new IllegalArgumentException(
                place.slot().node.path() + " is a supervisor; name one of its children");
          }
          if (!child.signal(number)) {
            throw new IllegalStateException(
                child.path() + " has no process just now; firebreak ps shows why");
          }
        });
  }

  /**
   * Takes another specification and restarts only the children whose process it changes.
   *
   * @return fails with an {@link IllegalArgumentException} if it is another supervisor's
   */
  public CompletableFuture<Void> apply(SupervisorSpec next) {
    return ask(() -> {
      if (!next.name().equals(root.spec().name())) {
        throw new IllegalArgumentException(
            "the running supervisor is named %s, the new specification is for %s"
                .formatted(root.spec().name(), next.name()));
      }
      context.tell(new Event.Asked(context.loop().now(), root.path(), "reload"));
      Reload.apply(root, next, context.loop().nanos());
      return null;
    });
  }

  private CompletableFuture<Void> request(String path, String what, Consumer<Place> action) {
    return ask(() -> {
      Place place = Place.find(root, path);
      context.tell(new Event.Asked(context.loop().now(), place.slot().node.path(), what));
      action.accept(place);
      return null;
    });
  }

  private <T extends @Nullable Object> CompletableFuture<T> ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    context
        .loop()
        .post(() -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e); // the caller deals with it
          }
        });
    return answer;
  }

  private void over(Outcome outcome) {
    if (nextLook != null) {
      nextLook.cancel();
    }
    ended.complete(outcome);
  }

  private void scheduleLook() {
    expected += Defaults.LOOK.toNanos();
    Duration wait = Duration.ofNanos(expected - context.loop().nanos());
    nextLook = context.loop().after(wait, this::look);
  }

  /** Looks at the health of all, unless we ourselves did not run for a while. */
  private void look() {
    long now = context.loop().nanos();
    long late = now - expected;
    try {
      if (late > Defaults.PAUSE.toNanos()) {
        root.excuse(late);
        expected = now;
        context.tell(
            new Event.SelfPaused(context.loop().now(), root.path(), Duration.ofNanos(late)));
      } else {
        root.look(now);
      }
    } finally {
      if (root.alive()) {
        scheduleLook(); // also behind a look that failed, or nobody's health is seen to any more
      }
    }
  }
}
