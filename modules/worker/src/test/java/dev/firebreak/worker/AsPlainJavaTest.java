package dev.firebreak.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.firebreak.link.Launch;
import dev.firebreak.link.ToChild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same program under plain java and in a child: the same words, the same status. */
@Timeout(60)
class AsPlainJavaTest {
  @TempDir static Path folder;

  private static Home home;

  @BeforeAll
  static void compile() throws Exception {
    home = Home.compiled(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Facts",
        "InstanceMain",
        "InheritedMain",
        "InInterface",
        "Bare",
        "Überfällig𝒳",
        "Throws",
        "ThrowsChecked",
        "ThrowsWhenInitialized",
        "ThrowsInConstructor",
        "ThrowsItsOwnInitializerError",
        "NeedsWhatIsNotThere",
        "ThrowsInThread",
        "OwnHandler",
        "Exits",
        "Exits256",
        "Halts",
        "Lingers",
        "ThrowsAndLingers",
        "MissesSql"
      })
  void onTheClassPath(String main) throws Exception {
    String plain =
        plain("--limit-modules", "java.base", "-cp", home.classPath().toString(), main, "a", "b c");

    assertEquals(plain, child(main, Jvm.INSIDE), "by a bridge");
    assertEquals(plain, child(main, "-Da=b"), "by method handles");
  }

  private static String child(String main, String flag) throws Exception {
    try (Jvm jvm =
        Jvm.classPath(home, main, flag, "--limit-modules", "dev.firebreak.worker")
            .run("a", "b c")) {
      int status = jvm.end();
      return jvm.output() + "status " + status;
    }
  }

  @Test
  void javaUtilLoggingIsConfiguredByItsProperty() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("logging.properties"),
            """
            handlers = java.util.logging.ConsoleHandler
            java.util.logging.SimpleFormatter.format = mine %5$s%n
            """);
    String flag = "-Djava.util.logging.config.file=" + file;
    String plain = plain(flag, "-cp", home.classPath().toString(), "Logs");

    try (Jvm jvm = Jvm.classPath(home, "Logs", flag, "--add-modules", "java.logging").run()) {
      int status = jvm.end();
      assertEquals("mine logged\nstatus 0", plain);
      assertEquals(plain, jvm.output() + "status " + status);
    }
  }

  @Test
  void logbackIsConfiguredByItsFile() throws Exception {
    List<String> path = home.logging();
    String[] granted = {Jvm.INSIDE, "--add-modules", "java.xml,java.naming,java.logging"};
    String expected = "mine INFO talks.Main first\nstatus 0";
    String joined = String.join(":", path);

    assertEquals(expected, plain("-cp", joined, "talks.Main"));
    assertEquals(expected, plain("-p", joined, "-m", "talks/talks.Main"));
    try (Jvm jvm = new Jvm(home, granted[0], granted[1], granted[2], "-cp", joined)) {
      jvm.send(new ToChild.Prepare(new Launch.ClassPath("talks.Main"), Duration.ZERO));
      int status = jvm.run().end();
      assertEquals(expected, jvm.output() + "status " + status);
    }
    try (Jvm jvm = new Jvm(home, granted)) {
      Launch launch = new Launch.Module(path, "talks", "talks.Main", List.of());
      jvm.send(new ToChild.Prepare(launch, Duration.ZERO));
      int status = jvm.run().end();
      assertEquals(expected, jvm.output() + "status " + status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Jvm.INSIDE, "-Da=b"})
  void inALayer(String flag) throws Exception {
    String plain = plain("-p", home.modulePath() + ":" + Home.rooms(), "-m", "app/app.Main", "a");

    try (Jvm jvm = Jvm.module(home, "app", flag).run("a")) {
      int status = jvm.end();
      assertEquals(plain, jvm.output() + "status " + status);
    }
  }

  @ParameterizedTest
  @CsvSource({"plain.lib, plain.Main", "user, user.Main"})
  void automaticModule(String module, String main) throws Exception {
    String path = home.automaticPath().toString();
    String plain = plain("-p", path, "-m", module + "/" + main);

    try (Jvm jvm = new Jvm(home, Jvm.INSIDE, "--limit-modules", "dev.firebreak.worker")) {
      Launch launch = new Launch.Module(List.of(path), module, main, List.of());
      jvm.send(new ToChild.Prepare(launch, Duration.ZERO));
      jvm.run();
      int status = jvm.end();
      assertEquals(plain, jvm.output() + "status " + status);
    }
  }

  @Test
  void openingIsHandedOn() throws Exception {
    try (Jvm jvm = new Jvm(home, "--add-opens", "java.base/java.lang=dev.firebreak.worker")) {
      Launch.Opening opening = new Launch.Opening(true, "java.base", "java.lang", "bare");
      jvm.send(
          new ToChild.Prepare(
              new Launch.Module(
                  List.of(home.modulePath().toString()), "bare", "bare.Main", List.of(opening)),
              Duration.ZERO));
      jvm.run();
      assertEquals(0, jvm.end(), () -> jvm.heard.toString());
    }
  }

  private static String plain(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Home.tool("java")));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "plain", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    int status = process.waitFor();
    return Files.readString(output) + "status " + status;
  }
}
