package dev.firebreak.worker;

import dev.firebreak.link.Board;
import dev.firebreak.link.Launch;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real child JVM and the parent's end of its link. */
final class Jvm implements AutoCloseable {
  /** The flag that a child of an image has; without it the worker goes its slower ways. */
  static final String INSIDE = "--add-exports=java.base/jdk.internal.access=dev.firebreak.worker";

  /** The other one. */
  static final String MEMORY = "--add-exports=java.base/jdk.internal.misc=dev.firebreak.worker";

  private final Process process;
  private final Path output;
  private final Link<ToChild, ToParent> link;
  private Parent parent;
  final List<ToParent> heard = new ArrayList<>();

  /** Starts a JVM with those flags and prepares nothing. */
  Jvm(Home home, String... flags) throws IOException {
    output = Files.createTempFile(home.folder(), "output", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "exec \"$@\" 3<&0 4>&1 </dev/null >'" + output + "' 2>&1",
                "sh",
                Home.tool("java"),
                "-p",
                Home.rooms()));
    command.addAll(List.of(flags));
    command.addAll(List.of("-m", "dev.firebreak.worker/dev.firebreak.worker.Main", "s/c", "x"));
    process = new ProcessBuilder(command).start();
    link = Link.toChild(process.getInputStream(), process.getOutputStream());
  }

  static Jvm classPath(Home home, String main, String... flags) throws IOException {
    List<String> all = new ArrayList<>(List.of(flags));
    all.addAll(List.of("-cp", home.classPath().toString()));
    Jvm jvm = new Jvm(home, all.toArray(new String[0]));
    jvm.send(new ToChild.Prepare(new Launch.ClassPath(main), Duration.ofMillis(50)));
    return jvm;
  }

  /** A worker of a pool whose tasks are on the class path; it is asked to run. */
  static Jvm serving(Home home, Path board, String token, String... flags) throws IOException {
    List<String> all = new ArrayList<>(List.of(flags));
    all.addAll(List.of("-cp", home.classPath().toString()));
    Jvm jvm = new Jvm(home, all.toArray(new String[0]));
    return jvm.serve(new Launch.ClassPath(""), board, token);
  }

  /** One whose tasks are in a module. */
  static Jvm servingModule(Home home, String name, String... flags) throws IOException {
    Launch launch = new Launch.Module(List.of(home.modulePath().toString()), name, "", List.of());
    return new Jvm(home, flags).serve(launch, null, "");
  }

  private Jvm serve(Launch launch, Path file, String token) throws IOException {
    Board board = file == null ? null : Board.create(file);
    parent = new Parent(link, board);
    send(new ToChild.Prepare(launch, Duration.ofMillis(50), true));
    String shared = file == null ? "" : file.toString();
    send(new ToChild.Run("pool/worker-7", 3, List.of("7", shared, token)));
    return this;
  }

  /** Makes it a spare for a pool. */
  void prepareToServe() throws IOException {
    send(new ToChild.Prepare(new Launch.ClassPath(""), Duration.ofMillis(50), true));
  }

  /** What speaks to a worker of a pool. */
  Parent parent() {
    return parent;
  }

  static Jvm module(Home home, String name) throws IOException {
    return module(home, name, INSIDE);
  }

  static Jvm module(Home home, String name, String flag) throws IOException {
    Jvm jvm = new Jvm(home, flag, "--limit-modules", "dev.firebreak.worker");
    Launch launch =
        new Launch.Module(List.of(home.modulePath().toString()), name, name + ".Main", List.of());
    jvm.send(new ToChild.Prepare(launch, Duration.ofMillis(50)));
    return jvm;
  }

  Jvm run(String... arguments) throws IOException {
    send(new ToChild.Run("s/c", 3, List.of(arguments)));
    return this;
  }

  void send(ToChild frame) throws IOException {
    link.send(frame);
  }

  /** The next frame of that kind; those before it are kept in {@link #heard}. */
  <F extends ToParent> F next(Class<F> kind) throws IOException {
    while (true) {
      ToParent frame = link.receive();
      if (frame == null) {
        throw new AssertionError("no " + kind + " came, but " + heard + " and " + output());
      }
      heard.add(frame);
      if (kind.isInstance(frame)) {
        return kind.cast(frame);
      }
    }
  }

  void reached(ToParent.Step step) throws IOException {
    while (next(ToParent.Stage.class).step() != step) {}
  }

  /** Hears the link to its end and gives the exit status. */
  int end() throws IOException, InterruptedException {
    for (ToParent frame = link.receive(); frame != null; frame = link.receive()) {
      heard.add(frame);
    }
    return process.waitFor();
  }

  boolean said(Class<? extends ToParent> kind) {
    return heard.stream().anyMatch(kind::isInstance);
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  Process process() {
    return process;
  }

  void hangUp() throws IOException {
    process.getOutputStream().close();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    link.close();
  }
}
