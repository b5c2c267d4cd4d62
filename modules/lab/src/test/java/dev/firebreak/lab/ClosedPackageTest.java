package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A modular application that opens its package to nobody, in a JVM of its own. */
@Timeout(120)
class ClosedPackageTest {
  private static final int LIMIT = 60; // seconds
  private static final String DOUBLED = "Price[of=tea, cents=420]"; // logs stand around it

  @TempDir private Path folder;

  private static final String MAIN =
      """
      package acme.app;

      import dev.firebreak.api.*;
      import dev.firebreak.processes.ProcessPool;
      import java.lang.invoke.MethodHandles;

      public final class Main {
        record Price(String of, int cents) {}

        public static void main(String[] args) {
          PoolOptions options = PoolOptions.DEFAULT.withWorkers(1);
          if (args.length > 0) {
            options = options.with(MethodHandles.lookup());
          }
          try (Pool pool = ProcessPool.open(options)) {
            System.out.println(
                pool.apply((Price it) -> new Price(it.of(), it.cents() * 2), new Price("tea", 210))
                    .join());
          } catch (RefusedException e) {
            System.out.println("refused: " + e.getMessage());
          }
        }
      }
      """;

  @Test
  void itIsRefusedWithoutTheLineToWrite() throws Exception {
    String printed = run("", List.of());

    assertTrue(printed.contains("refused: "), printed);
    assertTrue(printed.contains("opens acme.app to dev.firebreak.link;"), printed);
  }

  @Test
  void itsLookupIsNotEnough() throws Exception {
    String printed = run("", List.of("lookup"));

    assertTrue(printed.lines().anyMatch(DOUBLED::equals), printed);
  }

  @Test
  void theLineThatItPrintsIsNotEnough() throws Exception {
    String printed = run("opens acme.app to dev.firebreak.link;", List.of());

    assertTrue(printed.lines().anyMatch(DOUBLED::equals), printed);
  }

  private String run(String opens, List<String> arguments) throws Exception {
    Path classes = compile(opens);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-p",
                classes + File.pathSeparator + Rooms.path(),
                "--enable-native-access=dev.firebreak.confine",
                "-m",
                "acme.app/acme.app.Main")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.command().addAll(arguments);
    builder.environment().put("FIREBREAK_STATE", folder.resolve("state").toString());
    Process process = builder.start();
    boolean ended = process.waitFor(LIMIT, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();

    String told = Files.readString(out) + "\non stderr:\n" + Files.readString(err);
    assertTrue(ended, () -> "it does not end within " + LIMIT + " s; it printed:\n" + told);
    assertEquals(0, process.exitValue(), () -> "it failed; it printed:\n" + told);
    return Files.readString(out);
  }

  private Path compile(String opens) throws IOException {
    Path source = Files.createDirectories(folder.resolve("source/acme/app"));
    Path main = Files.writeString(source.resolve("Main.java"), MAIN);
    Path module =
        Files.writeString(
            folder.resolve("source/module-info.java"),
            "module acme.app { requires dev.firebreak.processes; " + opens + " }");
    Path classes = folder.resolve("classes");
    StringWriter said = new StringWriter();
    PrintWriter told = new PrintWriter(said);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                told,
                told,
                "-d",
                classes.toString(),
                "-p",
                System.getProperty("java.class.path"), // jspecify as well
                main.toString(),
                module.toString());
    assertEquals(0, status, said::toString);
    return classes;
  }
}
