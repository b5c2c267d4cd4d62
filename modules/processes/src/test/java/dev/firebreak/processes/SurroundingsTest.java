package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor's own environment says to JVMs and to services goes to no child. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SurroundingsTest {
  private static final String OPTION = "-Dfrom.outside=yes";

  @TempDir Path root;
  private Process shop;

  @AfterEach
  void end() throws InterruptedException {
    shop.destroyForcibly().waitFor();
  }

  @Test
  void optionsForEveryJvmAreKeptFromChildrenAndToldOnce() throws Exception {
    ProcessBuilder builder = SmallShop.builder(List.of(), root, "environment", "stay");
    builder
        .environment()
        .putAll(
            Map.of(
                "JAVA_TOOL_OPTIONS",
                OPTION,
                "JDK_JAVA_OPTIONS",
                OPTION,
                "_JAVA_OPTIONS",
                OPTION,
                "CLASSPATH",
                "/nowhere",
                "WATCHDOG_USEC",
                "60000000",
                "OF_THE_SHOP",
                "kept"));
    shop = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    SmallShop.ready(shop.inputReader(), 2);

    Path log = States.log(root.resolve("shop"), "shop/environment", false);
    Watched.until(() -> text(log).contains("from outside"));

    assertTrue(text(log).contains("from outside: null"), text(log));
    assertTrue(text(log).contains("FIREBREAK_CHILD"), text(log));
    assertTrue(text(log).contains("OF_THE_SHOP"), text(log));
    for (String scrubbed : List.of("JAVA_TOOL", "JAVA_OPTIONS", "CLASSPATH", "WATCHDOG")) {
      assertTrue(!text(log).contains(scrubbed), text(log));
    }
    List<String> told =
        SmallShop.story(root).lines().filter(line -> line.contains("is kept from")).toList();
    assertEquals(1, told.size(), SmallShop.story(root));
    assertTrue(
        told.getFirst()
            .contains("CLASSPATH, JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS, _JAVA_OPTIONS is set here"),
        told.getFirst());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // not there yet
    }
  }

  @Test
  void digitsOfAnotherScriptKeepNoChildFromItsStart() throws Exception {
    ProcessBuilder builder = SmallShop.builder(List.of(), root, "environment", "stay");
    builder.command().addAll(1, List.of("-Duser.language=ar", "-Duser.country=EG"));
    shop = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();

    SmallShop.ready(shop.inputReader(), 2);
  }
}
