package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the Java of the page for readers who come from Python: its blocks and its tables. */
@Timeout(60)
class PythonPageTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Pattern ROW = Pattern.compile("(?m)^\\|.*\\| (.*) \\|$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern TEXT_CODE = Pattern.compile("`(PoolOptions[^`]+|Retry[^`]+)`");

  /** Words of the language and names in prose, which are no statements. */
  private static final List<String> PROSE =
      List.of("try (...)", "withRunDeadline", "clock()", "verdict()");

  private static final String IMPORTS =
      """
      import dev.firebreak.api.*;
      import dev.firebreak.processes.*;
      import dev.firebreak.threads.*;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      """;

  private static final String SURROUNDINGS =
      """
      class Other {}
      class Work {
        static int square(int x) { return x * x; }
        static int power(int x, int y) { return (int) Math.pow(x, y); }
        static void load(String what) {}
        static void log(Object value, Throwable error) {}
        static void run(Pool pool, PoolFuture<Integer> future, PoolFuture<Integer> other, List<Integer> items,
            PoolCompletionService<Integer> completion, ChildProcess<Integer> child) throws Exception {
      """;

  @TempDir private Path folder;

  @Test
  void aBlockDoesNotCompile() throws IOException {
    Matcher block = BLOCK.matcher(page());
    int blocks = 0;
    while (block.find()) {
      blocks++;
      assertCompiles(IMPORTS + block.group(1).replace("public class", "class"));
    }

    assertEquals(1, blocks);
  }

  @Test
  void aLineOfATableDoesNotCompile() throws IOException {
    var statements = new ArrayList<String>();
    Matcher row = ROW.matcher(page());
    while (row.find()) {
      Matcher code = CODE.matcher(row.group(1));
      while (code.find()) {
        statements.add(code.group(1));
      }
    }
    Matcher code = TEXT_CODE.matcher(page().replaceAll("(?m)^\\|.*$", ""));
    while (code.find()) {
      statements.add(code.group(1).replace("(n)", "(2)"));
    }
    statements.removeAll(PROSE);

    assertTrue(statements.size() > 50, () -> "only " + statements.size());
    assertCompiles(
        IMPORTS
            + SURROUNDINGS
            + statements.stream().map(PythonPageTest::statement).collect(Collectors.joining("\n"))
            + "}}");
  }

  private static String statement(String code) {
    return code.startsWith("catch") ? "try { } " + code + " { }" : code + ";";
  }

  private void assertCompiles(String source) throws IOException {
    Path file = Files.writeString(folder.resolve("Page.java"), source);
    var said = new StringWriter();

    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                new PrintWriter(said, true),
                new PrintWriter(said, true),
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                file.toString());

    assertEquals(0, status, said::toString);
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("PYTHON.md"));
  }
}
