package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what the README says, block by block and in its order, in a folder that looks like a clone:
 * Java and TOML are saved under the names that the text gives, shell is run.
 */
@Timeout(400)
class ReadmeIT {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

  /** Run elsewhere: the demo by DemoIT, the lab by LabIT, and this by whoever runs it. */
  private static final Set<String> ELSEWHERE =
      Set.of("./launcher/firebreak demo\n", "./launcher/firebreak lab\n", "./mvnw verify\n");

  private static final Pattern TYPE = Pattern.compile("public class (\\w+)");
  private static final Pattern NAME = Pattern.compile("(?m)^name = \"(\\w+)\"");

  @TempDir private Path folder;

  private record Block(String language, String text) {}

  /** So that whoever empties the folder does not meet links that lead out of it. */
  @AfterEach
  void unlink() throws IOException {
    Files.deleteIfExists(folder.resolve("launcher"));
    Files.deleteIfExists(folder.resolve("bin/firebreak"));
  }

  @Test
  void aBlockDoesNotDoWhatTheTextSays() throws Exception {
    Files.createSymbolicLink(folder.resolve("launcher"), Reactor.ROOT.resolve("launcher"));
    Files.createSymbolicLink(
        Files.createDirectory(folder.resolve("bin")).resolve("firebreak"),
        Reactor.ROOT.resolve("launcher/firebreak"));

    int run = 0;
    for (Block block : blocks()) {
      switch (block.language()) {
        case "java" -> save(TYPE, ".java", block.text());
        case "toml" -> save(NAME, ".toml", block.text());
        case "sh" -> {
          if (!ELSEWHERE.contains(block.text())) {
            run(block.text());
            run++;
          }
        }
        default -> assertEquals("text", block.language(), "a block that nobody runs");
      }
    }

    assertEquals(5, run, "shell blocks");
  }

  @Test
  void aDocumentThatIsLinkedIsNotThere() throws IOException {
    Matcher link = Pattern.compile("\\]\\(([^)#]+)\\)").matcher(readme());
    while (link.find()) {
      if (!link.group(1).startsWith("http")) {
        assertTrue(Files.exists(Reactor.ROOT.resolve(link.group(1))), link.group(1));
      }
    }
  }

  @Test
  void anExitStatusIsNotTold() throws IOException {
    String readme = readme();

    Status.table("up")
        .keySet()
        .forEach(status -> assertTrue(readme.contains("| " + status + " |"), "status " + status));
    assertTrue(readme.contains("| " + Status.RUN_FAILED + " |"));
  }

  private void save(Pattern named, String suffix, String text) throws IOException {
    Matcher name = named.matcher(text);
    assertTrue(name.find(), text);
    Files.writeString(folder.resolve(name.group(1) + suffix), text);
  }

  private void run(String text) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-e", "-c", text)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile());
    var environment = builder.environment();
    String tools = folder.resolve("bin") + ":" + System.getProperty("java.home") + "/bin:";
    environment.merge("PATH", tools, (before, first) -> first + before);
    environment.put("FIREBREAK_STATE", folder.resolve("state").toString());
    environment.put("FIREBREAK_CACHE", cache().toString());

    Process shell = builder.start();
    boolean ended = shell.waitFor(180, TimeUnit.SECONDS);
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();

    String printed = Files.readString(output);
    assertTrue(ended, () -> "still runs:\n" + text + printed);
    assertEquals(0, shell.exitValue(), () -> text + printed);
    if (text.contains("Shop.java")) {
      assertTrue(printed.contains("exit status 7"), printed);
    }
    if (text.contains("Pages.java")) {
      assertTrue(printed.contains("[2, 4, 6, 8, 10]\nValue[value=2]\nCrash["), printed);
      assertTrue(printed.endsWith("Value[value=4]\n"), printed);
    }
  }

  /** Kept from run to run, as an image takes seconds; it is the build's own. */
  private static Path cache() {
    return Reactor.ROOT.resolve("launcher/target/test-cache");
  }

  private static String readme() throws IOException {
    return Files.readString(Reactor.ROOT.resolve("README.md"));
  }

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(readme());
    while (block.find()) {
      blocks.add(new Block(block.group(1), block.group(2)));
    }
    return blocks;
  }
}
