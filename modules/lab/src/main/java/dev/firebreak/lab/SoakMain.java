package dev.firebreak.lab;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Program;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.Restart;
import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.processes.Options;
import dev.firebreak.processes.ProcessSupervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The supervisor of a {@link Soak}, in a JVM of its own so that it can be stopped. Says on stdout,
 * a line each, what is of interest: {@code ready}, {@code paused}, {@code alarm} with its sentence.
 * Ends when its stdin does.
 */
final class SoakMain {
  private static final List<String> MUCH_GARBAGE = List.of("heap", "churn");

  private SoakMain() {}

  /** Arguments: the folder of its state, tight or usual, and the kinds of children. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    boolean tight = args[1].equals("tight");
    List<ChildSpec> children = new ArrayList<>();
    for (String kind : Arrays.asList(args).subList(2, args.length)) {
      children.add(child(kind, children.size(), tight));
    }
    Options options = Setup.within(folder).withListener(SoakMain::told);
    ProcessSupervisor supervisor =
        ProcessSupervisor.open(
            SupervisorSpec.of("soak", children.toArray(new ChildSpec[0])), options);
    while (System.in.read() >= 0) {
      // Nobody says anything; the end is what is waited for.
    }
    over = true;
    supervisor.killAll("the soak is over").join();
  }

  private static volatile boolean over;

  private static void told(Event event) {
    switch (event) {
      case Event.Ready _ -> say("ready");
      case Event.SelfPaused paused -> say("paused " + paused.pause().toMillis());
      case Event.Unhealthy _, Event.Recovered _ -> say("alarm " + event.sentence());
      case Event.Ended ended when !over -> say("alarm " + ended.sentence());
      default -> {} // the course of things
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line.replace('\n', ' '));
  }

  private static ChildSpec child(String kind, int number, boolean tight) {
    ChildSpec spec =
        ChildSpec.of(
                kind + "-" + number,
                new Program.ClassPath(
                    List.of(Jars.of(Honest.class)), Honest.class.getName(), List.of(kind)))
            .with(Grants.of())
            .with(new Readiness.Called())
            .with(Restart.TEMPORARY)
            .with(tight ? tight() : Limits.DEFAULT);
    return MUCH_GARBAGE.contains(kind)
        ? spec.with(jvm -> jvm.withHeap(ByteSize.parse("64m")))
        : spec.with(jvm -> jvm.withHeap(ByteSize.parse("32m")));
  }

  /** See {@link Soak}. */
  private static Limits tight() {
    return Limits.DEFAULT
        .withBeat(Duration.ofMillis(250), Duration.ofMillis(2500), Duration.ofSeconds(15))
        .withProgress(Optional.of(Duration.ofSeconds(6)))
        .with(
            new Limits.Health(
                Duration.ofSeconds(1),
                Optional.of(Duration.ofSeconds(1)),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1)));
  }
}
