package dev.firebreak.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened. The same value feeds the fault log, the event file and the command line. */
public sealed interface Event {
  /** When, by the wall clock. */
  Instant at();

  /** The path of the supervisor or child that it is about. */
  String subject();

  /** How much it matters to a person who reads at night. */
  default Weight weight() {
    return Story.weight(this);
  }

  /** What happened, as one sentence without the time. */
  default String sentence() {
    return Story.sentence(this);
  }

  /** How much an event matters. */
  enum Weight {
    /** For those who look closely. */
    DETAIL,
    /** The course of things. */
    NORMAL,
    /** Something went wrong and was dealt with. */
    WARNING,
    /** Something went wrong and a person is needed. */
    ALARM
  }

  /** An event of one process of a child. */
  sealed interface OfChild extends Event {
    /** Which process. */
    ChildId child();

    @Override
    default String subject() {
      return child().path();
    }
  }

  /** A supervisor begins to start its children. */
  record SupervisorStarted(Instant at, String subject, long pid, int children) implements Event {}

  /** A process was created for a child. {@code promoted}: a spare took its place. */
  record Spawned(Instant at, ChildId child, String program, boolean promoted) implements OfChild {}

  /** A child came to a stage, so long after its spawn. */
  record StageReached(Instant at, ChildId child, Stage stage, Duration after) implements OfChild {}

  /**
   * A child is ready. {@code failover}: how long after the end of the process before it, where that
   * had ended by itself.
   */
  record Ready(Instant at, ChildId child, Duration after, Optional<Duration> failover)
      implements OfChild {}

  /** A child told how its work goes on. */
  record Noted(Instant at, ChildId child, String note) implements OfChild {}

  /**
   * A child ended.
   *
   * @param stage how far it had come
   * @param ran how long it ran
   * @param expected whether we asked for the end
   * @param tail the last lines of its stderr, where the end was abnormal
   */
  record Ended(
      Instant at,
      ChildId child,
      Exit exit,
      Verdict verdict,
      Stage stage,
      Duration ran,
      boolean expected,
      List<String> tail)
      implements OfChild {
    /** Copies what it is given. */
    public Ended {
      tail = List.copyOf(tail);
    }
  }

  /**
   * A child will be started again.
   *
   * @param generation the one to come
   * @param delay how long it waits first
   * @param count how many restarts its supervisor made within the period, this one with it
   * @param with siblings that are started again with it
   */
  record RestartPlanned(
      Instant at,
      String subject,
      int generation,
      Duration delay,
      int count,
      Intensity intensity,
      List<String> with)
      implements Event {
    /** Copies what it is given. */
    public RestartPlanned {
      with = List.copyOf(with);
    }
  }

  /** A child ended for good: its restart type does not start it again. */
  record NotRestarted(Instant at, String subject, Restart restart) implements Event {}

  /**
   * A step of a stop was taken.
   *
   * @param why words that follow "because"
   * @param asked whether somebody asked for just this end, as by cancelling what runs
   */
  record StopStep(Instant at, ChildId child, Rung rung, String why, boolean asked)
      implements OfChild {
    /** A step that nobody asked for. */
    public StopStep(Instant at, ChildId child, Rung rung, String why) {
      this(at, child, rung, why, false);
    }
  }

  /**
   * A child is silent, stuck, deadlocked or fails its probe: a step of the health ladder.
   *
   * @param clock which of its clocks: heartbeat, progress, useful time, deadlock, probe or start
   * @param step of the ladder
   * @param seen what was seen, with its numbers
   * @param silent how long that clock has stood still, without {@code clipped}
   * @param limit of that clock
   * @param clipped how long the supervisor itself did not run meanwhile; charged to nobody
   * @param done what is done now
   */
  record Unhealthy(
      Instant at,
      ChildId child,
      String clock,
      Step step,
      String seen,
      Duration silent,
      Duration limit,
      Duration clipped,
      String done)
      implements OfChild {}

  /** The steps of the health ladder, each taken when it is no better since the one before. */
  enum Step {
    /** It is told, and looked at again. */
    OBSERVE,
    /** A thread dump is taken, and deadlocks are looked for in it. */
    DUMP,
    /** It gets no new work, and may end what it runs: a task is asked to return. */
    DRAIN,
    /** It is killed; its restart type says what follows. */
    RESTART
  }

  /** A child that was unhealthy is well again. */
  record Recovered(Instant at, ChildId child, String clock) implements OfChild {}

  /** A person asked for something. */
  record Asked(Instant at, String subject, String request) implements Event {}

  /** A JVM stands ready to take a child's place. */
  record SpareReady(Instant at, String subject, long pid, Duration after) implements Event {}

  /** A spare ended before it was needed. */
  record SpareLost(Instant at, String subject, long pid, Exit exit, String next) implements Event {}

  /** A supervisor made more restarts than it may, and gives up. */
  record GaveUp(Instant at, String subject, Intensity intensity, String last) implements Event {}

  /** A supervisor stops its children. {@code why}: words that follow "because". */
  record SupervisorStopping(Instant at, String subject, String why) implements Event {}

  /** A supervisor and all its children ended. */
  record SupervisorStopped(Instant at, String subject, Duration took) implements Event {}

  /** The supervisor itself did not run for a while; no child is blamed for that time. */
  record SelfPaused(Instant at, String subject, Duration pause) implements Event {}

  /** Something that a person should know. */
  record Notice(Instant at, String subject, Weight weight, String text) implements Event {}
}
