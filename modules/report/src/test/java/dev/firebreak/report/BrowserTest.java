package dev.firebreak.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.firebreak.processes.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lets a browser draw the page, where the machine has one. */
@Timeout(300)
class BrowserTest {
  private static final long LONGEST_SECONDS = 240;

  /** A frame as wide as a phone; it opens every card and says what it then sees. */
  private static final String PHONE =
      """
      <!DOCTYPE html><meta charset="utf-8"><title>a phone</title>
      <p id="seen"></p>
      <iframe id="phone" src="index.html" style="width:360px;height:800px;border:0"></iframe>
      <script>
      addEventListener('load', () => {
        const page = phone.contentDocument;
        page.querySelectorAll('details').forEach(each => { each.open = true; });
        setTimeout(() => {
          const root = page.documentElement;
          seen.textContent = [
            root.clientWidth,
            root.scrollWidth,
            page.querySelectorAll('.timeline').length,
            page.querySelectorAll('.timeline > svg').length,
            page.querySelectorAll('.timeline > svg rect.WORK').length > 0,
          ].join(' ');
        }, 1000);
      });
      </script>
      """;

  @TempDir Path folder;

  @Test
  void aPhoneHasToScrollSideways() throws IOException, InterruptedException {
    var browser = browser();
    assumeTrue(browser.isPresent(), "no Chromium on the PATH: the page was not drawn here");
    var findings = new ArrayList<>(Invented.findings().faults());
    findings.add(Invented.saying("AVeryLongWordWithoutAnyPlaceToBreak".repeat(40)));
    var all = Invented.with(findings);
    Page.write(all, Json.line(all), folder.resolve("index.html"));
    Path phone = Files.writeString(folder.resolve("phone.html"), PHONE);

    String drawn = draw(browser.get(), phone);

    var seen = Jsoup.parse(drawn).getElementById("seen").text().split(" ", -1);
    assertEquals(5, seen.length, drawn);
    assertEquals("360", seen[0]);
    assertEquals("360", seen[1], "the page is wider than the phone");
    assertEquals(seen[2], seen[3], "not every timeline was drawn");
    assertEquals("true", seen[4]);
    assertEquals(List.of(), complaints());
  }

  private String draw(Path browser, Path page) throws IOException, InterruptedException {
    var command =
        List.of(
            browser.toString(),
            "--headless",
            // a container's root has no sandbox, and the page is our own
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-dev-shm-usage",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars",
            "--allow-file-access-from-files",
            "--enable-logging=stderr",
            "--virtual-time-budget=10000",
            "--user-data-dir=" + folder.resolve("profile"),
            "--dump-dom",
            page.toUri().toString());
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      assertTrue(
          process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS),
          () -> browser + " still draws after " + LONGEST_SECONDS + " s");
    } finally {
      var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(each -> each.onExit().join());
    }
    return Files.readString(out, UTF_8);
  }

  /** What the page said to the console: errors of scripts, and what its policy has refused. */
  private List<String> complaints() throws IOException {
    try (var lines = Files.lines(folder.resolve("err"), UTF_8)) {
      return lines.filter(line -> line.contains(":CONSOLE:")).toList();
    }
  }

  private static Optional<Path> browser() {
    var names = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
        .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
