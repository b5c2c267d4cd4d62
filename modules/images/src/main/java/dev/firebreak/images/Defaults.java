package dev.firebreak.images;

import java.time.Duration;
import java.util.List;

/** The numbers and flags of this room, a line each, with its reason. */
final class Defaults {
  private Defaults() {}

  /** The JVM flags of every child that asks for nothing else. */
  static final List<String> FLAGS =
      List.of(
          // The mapped file of performance counters in /tmp is for jps and jcmd's listing alone;
          // it costs 4 to 7 ms of start and 32 KiB of memory each.
          "-XX:-UsePerfData",
          // The archive of classes stays where it was trained for, so that children share its pages
          // instead of each patching a copy: 6.4 of 29 MB each at 8 children, and some ms. It gives
          // up the random address of class metadata, not that of code, heap or libraries.
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0");

  /** The lean profile: 156 against 93 ms on user code, reflection ten times slower. */
  static final List<String> LEAN_FLAGS =
      List.of(
          "-XX:+UseSerialGC", // no threads of G1
          "-XX:TieredStopAtLevel=1", // no optimizing compiler, nor its memory
          "-XX:-UsePerfData", // as above
          "-XX:+UnlockDiagnosticVMOptions", // as above
          "-XX:ArchiveRelocationMode=0",
          "-Xmx32m", // the smallest heap tables
          "-Djdk.reflect.useNativeAccessorOnly=true"); // no method handles at the first call

  /** A linked java.base takes 3 s on two shared cores; all modules of the JDK take 30. */
  static final Duration LINK_LIMIT = Duration.ofMinutes(3);

  /** Training takes 2 s; a stuck one must not hold up the first child for ever. */
  static final Duration TRAINING_LIMIT = Duration.ofMinutes(1);

  /** jdeps takes 1 s for a small class path and some 20 for a few hundred jars. */
  static final Duration ANALYSIS_LIMIT = Duration.ofMinutes(2);

  /** As long as an honest builder takes at most. */
  static final Duration LOCK_LIMIT = LINK_LIMIT.plus(TRAINING_LIMIT);

  /** For how long nobody waits again for one who took longer than that. */
  static final Duration BUSY_FOR = Duration.ofMinutes(1);

  /** And how long then: a child is being started. */
  static final Duration LOCK_AGAIN = Duration.ofSeconds(1);

  /**
   * What an image of java.base takes while it is built: 60 MB linked, 37 trained, 40 in between.
   */
  static final long ROOM_FOR_BUILD = 160L << 20;
}
