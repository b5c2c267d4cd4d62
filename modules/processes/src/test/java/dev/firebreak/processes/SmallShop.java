package dev.firebreak.processes;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Event;
import dev.firebreak.api.Limits;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.SupervisorSpec;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A supervisor's own process, to be killed: a state root, then what each child does; first the word
 * impatient, where silent ones are to be killed soon. A line of its input that names children is
 * what it then reloads to; the word stop stops it.
 */
final class SmallShop {
  private SmallShop() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    if (args[1].equals("poor")) {
      bePoor(root);
      return;
    }
    boolean impatient = args[1].equals("impatient");
    Limits limits =
        impatient
            ? Limits.DEFAULT.withBeat(
                Duration.ofMillis(500), Duration.ofMillis(2500), Duration.ofSeconds(10))
            : Limits.DEFAULT;
    ProcessSupervisor shop =
        open(root, children(Arrays.asList(args).subList(impatient ? 2 : 1, args.length), limits));
    Thread.ofPlatform().daemon().start(() -> obey(shop, limits));
    shop.outcome().join();
  }

  private static List<ChildSpec> children(List<String> what, Limits limits) {
    return what.stream().map(each -> child(each).named(each).with(limits)).toList();
  }

  private static ChildSpec child(String what) {
    return what.equals("unready")
        ? Watched.child("stay").with(new Readiness.Output("what it never says"))
        : Watched.child(what);
  }

  private static void obey(ProcessSupervisor shop, Limits limits) {
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("stop")) {
          var _ = shop.stopAll("the test said so");
        } else {
          shop.reload(SupervisorSpec.of("shop", children(List.of(line.split(" ", -1)), limits)))
              .join();
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** One child finds room, then there is no descriptor left, then there is to be another one. */
  private static void bePoor(Path root) throws IOException {
    ChildSpec hopeless = Watched.child("stay").with(jvm -> jvm.withDirectory(root.resolve("gone")));
    // Once round, so that no class has to be loaded when there is no descriptor to load it by.
    try (Watched warm =
        Watched.open(root.resolve("warm"), Watched.child("return"), hopeless.named("gone"))) {
      warm.await(Event.Ended.class, ended -> ended.child().name().equals("gone"));
      warm.await(Event.Ended.class, ended -> ended.child().name().equals("web"));
    }
    ProcessSupervisor shop = open(root, List.of(Watched.child("stay").named("first")));
    Watched.until(() -> shop.children().getFirst().state() == ChildStatus.State.UP);
    List<FileInputStream> all = new ArrayList<>();
    try {
      while (all.size() < 10_000) {
        all.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // That was the last one; two are left for what the JVM itself may have to open.
      all.removeLast().close();
      all.removeLast().close();
    }
    shop.reload(
            SupervisorSpec.of(
                "shop",
                Watched.child("stay").named("first"),
                Watched.child("stay").named("second")))
        .join();
    shop.outcome().join();
  }

  private static ProcessSupervisor open(Path root, List<ChildSpec> children) throws IOException {
    return ProcessSupervisor.open(
        SupervisorSpec.of("shop", children),
        Options.DEFAULT
            .withStateRoot(root)
            .withListener(event -> {
              if (event instanceof Event.Ready ready) {
                System.out.println("ready " + ready.child().pid());
              } else if (event instanceof Event.Ended ended) {
                System.out.println("ended " + ended.verdict().sentence());
              }
            }));
  }

  /** Starts one, behind the words of a wrapper. */
  static Process start(List<String> wrapper, Path root, String... children) throws IOException {
    return builder(wrapper, root, children).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What starts one. */
  static ProcessBuilder builder(List<String> wrapper, Path root, String... children) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=dev.firebreak.confine",
            "-p",
            System.getProperty("jdk.module.path"),
            "--patch-module",
            "dev.firebreak.processes=" + Watched.location(Faulty.class),
            "--add-modules",
            "dev.firebreak.processes",
            "-m",
            "dev.firebreak.processes/" + SmallShop.class.getName(),
            root.toString()));
    command.addAll(List.of(children));
    return new ProcessBuilder(command);
  }

  /** The pids of the next children that are ready. */
  static List<Long> ready(BufferedReader lines, int count) throws IOException {
    List<Long> pids = new ArrayList<>();
    while (pids.size() < count) {
      String line = lines.readLine();
      if (line == null) {
        throw new AssertionError("the supervisor ended with " + pids);
      }
      if (line.startsWith("ready ")) {
        pids.add(Long.parseLong(line.substring("ready ".length())));
      }
    }
    return pids;
  }

  /** Its story so far. */
  static String story(Path root) {
    try {
      return Files.readString(root.resolve("shop").resolve("fault.log"));
    } catch (IOException e) {
      return ""; // not there yet
    }
  }
}
