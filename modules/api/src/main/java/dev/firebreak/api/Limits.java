package dev.firebreak.api;

import java.time.Duration;
import java.util.Optional;

/**
 * The clocks of one child. Each has its default in {@link Defaults}, with its reason.
 *
 * @param jvmUp from the spawn until the JVM says hello
 * @param layerBuilt from there until its modules are resolved
 * @param ready from there until it is ready
 * @param beat how often a child's heart beats
 * @param silence how old the last beat may be when the child is stopped, frozen or uses no CPU
 * @param deaf how old the last beat may be though the child uses CPU
 * @param progress how old the last progress may be, once there was any; empty for no limit
 * @param ask how long a task has to return after it was asked to stop
 * @param interrupt how long it has after its thread was interrupted
 * @param terminate how long a JVM has to end after SIGTERM, its shutdown hooks included
 * @param health what is looked for beside silence, and the steps between that and a kill
 */
public record Limits(
    Duration jvmUp,
    Duration layerBuilt,
    Duration ready,
    Duration beat,
    Duration silence,
    Duration deaf,
    Optional<Duration> progress,
    Duration ask,
    Duration interrupt,
    Duration terminate,
    Health health) {

  /**
   * What is looked for beside silence, and the steps between that and a kill.
   *
   * @param window over how long garbage collection is held against work, twice in a row
   * @param idle how long a child with work may use no CPU until deadlocks are looked for in it;
   *     empty for never
   * @param dump how long a thread dump may take
   * @param drain how long a child may go on with what it runs, before it is killed
   */
  public record Health(Duration window, Optional<Duration> idle, Duration dump, Duration drain) {
    /** The defaults. */
    public static final Health DEFAULT =
        new Health(Defaults.GC_WINDOW, Optional.of(Defaults.IDLE), Defaults.DUMP, Defaults.DRAIN);

    /** Checks the ranges. */
    public Health {
      idle = Check.span(idle);
      dump = Check.span(dump);
      drain = Check.span(drain);
      Check.that(
          window.compareTo(Defaults.LOOK.multipliedBy(2)) >= 0,
          "limits: gc-window = %s is under two looks of %s: chance would decide",
          window,
          Defaults.LOOK);
      Check.that(
          window.compareTo(Duration.ofMinutes(1)) <= 0,
          "limits: gc-window = %s is above a minute, and garbage collection is not kept for longer",
          window);
      idle.ifPresent(limit ->
          Check.that(
              limit.compareTo(Defaults.LOOK.multipliedBy(2)) >= 0,
              "limits: idle = %s is under two looks of %s: every pause would count",
              limit,
              Defaults.LOOK));
      Check.that(dump.isPositive(), "limits: dump = %s; give a positive time", dump);
      Check.that(!drain.isNegative(), "limits: drain = %s; give a time", drain);
    }
  }

  /** The same with the usual {@link Health}. */
  public Limits(
      Duration jvmUp,
      Duration layerBuilt,
      Duration ready,
      Duration beat,
      Duration silence,
      Duration deaf,
      Optional<Duration> progress,
      Duration ask,
      Duration interrupt,
      Duration terminate) {
    this(
        jvmUp,
        layerBuilt,
        ready,
        beat,
        silence,
        deaf,
        progress,
        ask,
        interrupt,
        terminate,
        Health.DEFAULT);
  }

  /** The defaults. */
  public static final Limits DEFAULT =
      new Limits(
          Defaults.JVM_UP,
          Defaults.LAYER_BUILT,
          Defaults.READY,
          Defaults.BEAT,
          Defaults.SILENCE,
          Defaults.DEAF,
          Optional.of(Defaults.PROGRESS),
          Defaults.ASK,
          Defaults.INTERRUPT,
          Defaults.TERMINATE);

  /** Checks the ranges. */
  public Limits {
    jvmUp = Check.span(jvmUp);
    layerBuilt = Check.span(layerBuilt);
    ready = Check.span(ready);
    beat = Check.span(beat);
    silence = Check.span(silence);
    deaf = Check.span(deaf);
    progress = Check.span(progress);
    ask = Check.span(ask);
    interrupt = Check.span(interrupt);
    terminate = Check.span(terminate);
    Check.that(beat.isPositive(), "limits: beat = %s; give a positive time", beat);
    Check.that(
        silence.compareTo(beat.multipliedBy(2)) >= 0,
        "limits: silence = %s is under two beats of %s: every child would count as silent",
        silence,
        beat);
    Check.that(
        deaf.compareTo(silence) >= 0, "limits: deaf = %s is under silence = %s", deaf, silence);
    Duration every = beat;
    progress.ifPresent(limit ->
        Check.that(
            limit.compareTo(every) > 0,
            "limits: progress = %s is not above beat = %s, with which it travels",
            limit,
            every));
  }

  /** The same with another limit until ready. */
  public Limits withReady(Duration limit) {
    return new Limits(
        jvmUp, layerBuilt, limit, beat, silence, deaf, progress, ask, interrupt, terminate, health);
  }

  /** The same with another heartbeat and silence. */
  public Limits withBeat(Duration every, Duration silenceLimit, Duration deafLimit) {
    return new Limits(
        jvmUp,
        layerBuilt,
        ready,
        every,
        silenceLimit,
        deafLimit,
        progress,
        ask,
        interrupt,
        terminate,
        health);
  }

  /** The same with another limit on progress. */
  public Limits withProgress(Optional<Duration> limit) {
    return new Limits(
        jvmUp, layerBuilt, ready, beat, silence, deaf, limit, ask, interrupt, terminate, health);
  }

  /** The same with other limits on a stop. */
  public Limits withStop(Duration askLimit, Duration interruptLimit, Duration terminateLimit) {
    return new Limits(
        jvmUp,
        layerBuilt,
        ready,
        beat,
        silence,
        deaf,
        progress,
        askLimit,
        interruptLimit,
        terminateLimit,
        health);
  }

  /** The same with other limits on the first two stages. */
  public Limits withStart(Duration jvmUpLimit, Duration layerBuiltLimit) {
    return new Limits(
        jvmUpLimit,
        layerBuiltLimit,
        ready,
        beat,
        silence,
        deaf,
        progress,
        ask,
        interrupt,
        terminate,
        health);
  }

  /** The same with other looks at its health. */
  public Limits with(Health looks) {
    return new Limits(
        jvmUp, layerBuilt, ready, beat, silence, deaf, progress, ask, interrupt, terminate, looks);
  }
}
