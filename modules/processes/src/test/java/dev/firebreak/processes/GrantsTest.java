package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Event;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Program;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Stage;
import dev.firebreak.api.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A module sees what it was granted, and a refusal names what it lacks. */
@Timeout(120)
class GrantsTest {
  @TempDir static Path modules;
  @TempDir Path root;

  @BeforeAll
  static void compile() throws IOException {
    Path info =
        Files.writeString(
            modules.resolve("module-info.java"), "module stock { requires java.sql; }");
    Path main = Files.createDirectories(modules.resolve("stock")).resolve("Main.java");
    Files.writeString(
        main,
        "package stock; public class Main { public static void main(String[] a) {"
            + " System.out.println(java.sql.Connection.class); } }");
    Path loader = main.resolveSibling("Loader.java");
    Files.writeString(
        loader,
        "package stock; public class Loader { public static void main(String[] a) {"
            + " try { System.loadLibrary(\"of-no-machine\"); }"
            + " catch (UnsatisfiedLinkError e) { System.out.println(\"may load\"); }"
            + " catch (IllegalCallerException e) { System.out.println(\"may not load\"); } } }");
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-d",
                modules.resolve("out").toString(),
                info.toString(),
                main.toString(),
                loader.toString());
    assertEquals(0, status);
  }

  @Test
  void moduleNotGranted() throws IOException {
    try (Watched watched = Watched.open(root, spec(Grants.of()))) {
      Event.Ended ended = watched.await(Event.Ended.class);

      assertEquals(Verdict.Cause.START_FAILED, ended.verdict().cause());
      assertEquals(Stage.LAYER, ended.stage());
      assertTrue(
          ended.verdict().sentence().contains("module stock requires java.sql"), ended.sentence());
      assertTrue(ended.verdict().sentence().contains("--grant java.sql"), ended.sentence());
    }
  }

  @Test
  void grantsAreDerived() throws IOException {
    try (Watched watched = Watched.open(root, spec(Grants.derived()))) {
      assertEquals(Verdict.Cause.NORMAL, watched.await(Event.Ended.class).verdict().cause());
      watched.log(false, log -> log.contains("interface java.sql.Connection"));
      assertTrue(
          watched.sentences().stream().anyMatch(sentence -> sentence.contains("granted what")),
          "said once");
    }
  }

  @ParameterizedTest(name = "{0} with {1}: {2}")
  @CsvSource({
    "load,   NATIVE_ACCESS, may load libraries",
    "load,   AGENTS,        may load none",
    "memory, UNSAFE_MEMORY, may allocate memory",
    "memory, AGENTS,        may allocate none",
  })
  void deniedUnlessGranted(String what, Grants.Capability granted, String said) throws IOException {
    Grants grants = Grants.of("jdk.unsupported").with(granted);

    try (Watched watched = Watched.open(root, Watched.child(what).with(grants))) {
      watched.await(Event.Ended.class);
      watched.log(false, log -> log.contains(said));
    }
  }

  @ParameterizedTest(name = "a module that is granted {0} {1}")
  @CsvSource({"NATIVE_ACCESS, may load", "AGENTS, may not load"})
  void deniedInALayerToo(Grants.Capability granted, String said) throws IOException {
    Program loader =
        new Program.Modular(
            List.of(modules.resolve("out")), "stock", Optional.of("stock.Loader"), List.of());
    ChildSpec spec = spec(Grants.of("java.sql").with(granted));
    ChildSpec child =
        ChildSpec.of("web", loader)
            .with(spec.restart())
            .with(spec.grants())
            .with(jvm -> spec.jvm());

    try (Watched watched = Watched.open(root, child)) {
      watched.await(Event.Ended.class);
      watched.log(false, log -> log.contains(said));
    }
  }

  private static ChildSpec spec(Grants grants) {
    return ChildSpec.of(
            "web",
            new Program.Modular(
                List.of(modules.resolve("out")), "stock", Optional.of("stock.Main"), List.of()))
        .with(Restart.TEMPORARY)
        .with(grants)
        .with(jvm -> jvm.withOptions(List.of("-XX:+UseSerialGC")));
  }
}
