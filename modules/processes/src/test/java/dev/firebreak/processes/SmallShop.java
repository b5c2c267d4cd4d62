package dev.firebreak.processes;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.ChildStatus;
import dev.firebreak.api.Event;
import dev.firebreak.api.SupervisorSpec;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A supervisor's own process, to be killed: a state root, then what each child does. */
final class SmallShop {
  private SmallShop() {}

  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    if (args[1].equals("poor")) {
      bePoor(root);
      return;
    }
    List<ChildSpec> children =
        Arrays.stream(args).skip(1).map(what -> named(what, Watched.child(what))).toList();
    open(root, children).outcome().join();
  }

  /** One child finds room, then there is no descriptor left, then there is to be another one. */
  private static void bePoor(Path root) throws IOException {
    ChildSpec hopeless = Watched.child("stay").with(jvm -> jvm.withDirectory(root.resolve("gone")));
    // Once round, so that no class has to be loaded when there is no descriptor to load it by.
    try (Watched warm =
        Watched.open(root.resolve("warm"), Watched.child("return"), named("gone", hopeless))) {
      warm.await(Event.Ended.class, ended -> ended.child().name().equals("gone"));
      warm.await(Event.Ended.class, ended -> ended.child().name().equals("web"));
    }
    ProcessSupervisor shop = open(root, List.of(named("first", Watched.child("stay"))));
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
                named("first", Watched.child("stay")),
                named("second", Watched.child("stay"))))
        .join();
    shop.outcome().join();
  }

  private static ChildSpec named(String name, ChildSpec like) {
    return like.named(name).withSignificant(false).withSpares(0);
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
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
