package dev.firebreak.launcher;

import dev.firebreak.api.AutoShutdown;
import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Intensity;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Program;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.Restart;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.census.Accident;
import dev.firebreak.census.CensusTask;
import dev.firebreak.census.Extent;
import dev.firebreak.census.Jdk;
import dev.firebreak.census.Share;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * What the demo is about to do.
 *
 * @param home the JDK that is counted
 * @param shares what each child counts, by its name
 * @param accidents what happens to each child, by its name
 */
record DemoPlan(
    Path home, SequencedMap<String, Share> shares, Map<String, List<Mishap>> accidents) {
  /** Well over the 40 MB that a census needs, and small enough to be filled in no time. */
  static final ByteSize HEAP = ByteSize.parse("64m");

  /** A class file takes milliseconds; two seconds without one is no pause of a busy machine. */
  static final Duration PROGRESS = Duration.ofSeconds(2);

  /** The demo's own mishaps, and a person who tries what a supervisor bears. */
  private static final Intensity INTENSITY = new Intensity(30, Duration.ofMinutes(1));

  /** What happens to a child. */
  enum Kind {
    /** The demo sends SIGKILL. */
    KILL,
    /** {@link Accident.Kind#HALT}. */
    HALT,
    /** {@link Accident.Kind#HEAP}. */
    HEAP,
    /** {@link Accident.Kind#HANG}. */
    HANG
  }

  /**
   * Something that happens to a child.
   *
   * @param after so many class files of its share
   */
  record Mishap(Kind kind, long after) {}

  /**
   * Plans.
   *
   * @param children how many
   * @param calm whether nothing happens to them
   * @param chance says when it happens
   */
  static DemoPlan of(Path home, int children, boolean calm, RandomGenerator chance)
      throws IOException {
    List<Extent> extents = new ArrayList<>();
    try (Jdk jdk = Jdk.open(home)) {
      for (String module : jdk.modules()) {
        extents.add(jdk.extent(module));
      }
    }
    SequencedMap<String, Share> shares = new LinkedHashMap<>();
    for (Share share : Share.deal(extents, children)) {
      shares.put("worker-" + (shares.size() + 1), share);
    }
    Map<String, List<Mishap>> accidents = new LinkedHashMap<>();
    int child = 0;
    for (Map.Entry<String, Share> entry : shares.entrySet()) {
      List<Kind> kinds = new ArrayList<>();
      for (int k = child; !calm && k < Kind.values().length; k += children) {
        kinds.add(Kind.values()[k]);
      }
      accidents.put(entry.getKey(), spread(kinds, entry.getValue().classes(), chance));
      child++;
    }
    return new DemoPlan(home, shares, accidents);
  }

  /** One after the other over the first two thirds of a share. */
  private static List<Mishap> spread(List<Kind> kinds, int classes, RandomGenerator chance) {
    List<Mishap> mishaps = new ArrayList<>();
    for (Kind kind : kinds) {
      double place = (mishaps.size() + 0.5 + 0.5 * chance.nextDouble()) / kinds.size() * 0.65;
      mishaps.add(new Mishap(kind, Math.round(place * classes)));
    }
    return mishaps;
  }

  /** How many class files there are. */
  long classes() {
    return shares.values().stream().mapToLong(Share::classes).sum();
  }

  /** How many modules there are. */
  int modules() {
    return shares.values().stream().mapToInt(share -> share.modules().size()).sum();
  }

  /** How many things are going to happen. */
  int mishaps() {
    return accidents.values().stream().mapToInt(List::size).sum();
  }

  /** Lays those accidents ready that children bring upon themselves. */
  void plant(Path folder) throws IOException {
    for (Map.Entry<String, List<Mishap>> entry : accidents.entrySet()) {
      List<Accident> own =
          entry.getValue().stream()
              .flatMap(mishap ->
                  own(mishap.kind()).map(kind -> new Accident(kind, mishap.after())).stream())
              .toList();
      Accident.plant(folder, entry.getKey(), own);
    }
  }

  private static Optional<Accident.Kind> own(Kind kind) {
    return switch (kind) {
      case KILL -> Optional.empty();
      case HALT -> Optional.of(Accident.Kind.HALT);
      case HEAP -> Optional.of(Accident.Kind.HEAP);
      case HANG -> Optional.of(Accident.Kind.HANG);
    };
  }

  /**
   * The supervisor, as any user would write it.
   *
   * @param census where the module of the task lies
   * @param folder where the children publish
   */
  SupervisorSpec supervisor(Path census, Path folder) {
    List<ChildSpec> children = new ArrayList<>();
    shares.forEach((name, share) -> {
      List<String> arguments = new ArrayList<>(List.of(home.toString(), folder.toString()));
      arguments.addAll(share.names());
      Program program =
          new Program.Modular(
              List.of(census),
              CensusTask.class.getModule().getName(),
              Optional.of(CensusTask.class.getName()),
              arguments);
      children.add(
          ChildSpec.of(name, program)
              .with(Restart.TRANSIENT)
              .with(Grants.of())
              .with(jvm -> jvm.withHeap(HEAP))
              .with(new Readiness.Called())
              .with(Limits.DEFAULT.withProgress(Optional.of(PROGRESS)))
              .withSignificant(true));
    });
    return SupervisorSpec.of("demo", children).with(INTENSITY).with(AutoShutdown.ALL);
  }
}
