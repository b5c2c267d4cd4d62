package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each line of PEERS.md is measured in the peers and tested here, and nothing else is. */
@Timeout(10)
class PeersPageTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\|[^|]*\\| `([a-z-]+)` \\|");
  private static final Pattern MEASURED = Pattern.compile("(?m)^    \"([a-z-]+)\": ");
  private static final Pattern DASH = Pattern.compile("-(.)");

  @Test
  void aLineIsNotTested() throws IOException {
    List<String> tests =
        Stream.of(PeersTest.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .map(Method::getName)
            .sorted()
            .toList();

    assertEquals(lines().stream().map(PeersPageTest::method).sorted().toList(), tests);
  }

  @Test
  void aLineIsNotMeasured() throws IOException {
    String script = Files.readString(Path.of("src/trials/peers.py"));

    assertEquals(lines(), found(MEASURED, script.substring(script.indexOf("\nLINES = {"))));
  }

  private static String method(String line) {
    return DASH.matcher(line).replaceAll(it -> it.group(1).toUpperCase(java.util.Locale.ROOT));
  }

  private static List<String> lines() throws IOException {
    return found(ROW, Files.readString(Path.of("PEERS.md")));
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult it) -> it.group(1)).toList();
  }
}
