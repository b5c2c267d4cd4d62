package dev.firebreak.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.processes.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the page as a browser would, without its script. */
@Timeout(60)
class PageTest {
  @TempDir Path folder;

  @Test
  void aFaultIsMissing() throws IOException {
    var findings = Invented.findings();

    var page = page(findings);

    assertEquals(findings.faults().size(), page.select("details.fault").size());
    for (Findings.OfFault fault : findings.faults()) {
      var card = page.getElementById("fault-" + fault.name());
      assertEquals(fault.title(), card.select("summary .name").text());
      assertTrue(card.text().contains(fault.story()), card.text());
      assertEquals(List.of("In threads", "In processes"), card.select("h4").eachText());
    }
  }

  @Test
  void theHeadlineDoesNotSayWhoWasHurt() throws IOException {
    var page = page(Invented.findings());

    assertEquals(
        "10 of 13 faults hurt other tasks in threads and 0 of 14 in processes.",
        page.select(".lead").text());
    assertEquals("10 of 13", page.select(".panel").getFirst().select(".big").text());
    assertEquals("1.1×", page.select(".panel.price .big").text());
    assertTrue(
        page.select(".panel.price").text().contains("1.2× the wall time when both start cold"),
        page.select(".panel.price").text());
  }

  @Test
  void anOutcomeIsTheWrongColour() throws IOException {
    var page = page(Invented.findings());

    var cells = page.getElementById("fault-static-state").select(".cell");

    assertEquals("threads: 2 right, 1 failed, 5 wrong", cells.getFirst().text());
    assertEquals(
        List.of("#right", "#right", "#failed", "#wrong", "#wrong", "#wrong", "#wrong", "#wrong"),
        cells.getFirst().select("use").eachAttr("href"));
    assertEquals(8, cells.getLast().select("use[href=#right]").size());
  }

  @Test
  void manySiblingsAreMoreThanARowHolds() throws IOException {
    var page = page(Invented.findings(800));

    var glyphs = page.getElementById("fault-heap-oom").select(".cell").getFirst().select("use");

    assertEquals(16, glyphs.size());
    assertEquals(6, glyphs.select("[href=#right]").size());
    assertTrue(page.getElementById("fault-heap-oom").text().contains("300 right, 500 failed"));
  }

  @Test
  void whatWasNotRunLooksHarmless() throws IOException {
    var cell = page(Invented.findings()).getElementById("fault-half-frame");

    assertEquals("threads: not run here", cell.select(".cell").getFirst().text());
    assertTrue(cell.text().contains("Not run here: threads have no frames between them."));
  }

  @Test
  void nothingWasRun() throws IOException {
    var none = Invented.with(List.of());
    var page =
        page(
            new Findings(
                none.version(),
                none.at(),
                none.command(),
                none.machine(),
                none.work(),
                List.of(),
                List.of()));

    assertEquals("No fault was run.", page.select(".lead").text());
    assertTrue(page.getElementById("price").text().contains("Not measured in this run."));
    assertEquals(0, page.select(".bill").size());
  }

  @Test
  void thePageIsNoProperHtml() throws IOException {
    var parser = Parser.htmlParser().setTrackErrors(20);

    parser.parseInput(html(Invented.findings()), "");

    assertEquals(List.of(), parser.getErrors());
  }

  @Test
  void thePageLoadsSomething() throws IOException {
    var page = page(Invented.findings());

    for (Element element : page.getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        if (List.of("src", "srcset", "href", "xlink:href", "action", "data", "poster")
            .contains(attribute.getKey())) {
          String to = attribute.getValue();
          assertTrue(to.startsWith("#") || to.startsWith("data:"), element + " loads " + to);
        }
      }
    }
    String style = page.select("style").html();
    assertFalse(style.contains("@import"), style);
    assertFalse(style.replace("url(#", "").contains("url("), style);
    assertTrue(policy(page).startsWith("default-src 'none';"), policy(page));
  }

  @Test
  void thePolicyKeepsThePagesOwnScriptOut() throws IOException, NoSuchAlgorithmException {
    var page = page(Invented.findings());

    var scripts = page.select("script:not([type])");

    assertEquals(2, scripts.size());
    for (Element script : scripts) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.data().getBytes(UTF_8));
      String allowed = "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
      assertTrue(policy(page).contains(allowed), allowed + " is not in " + policy(page));
    }
    assertFalse(policy(page).matches(".*script-src[^;]*unsafe.*"), policy(page));
  }

  @Test
  void theLibrarysLicenceIsLeftOut() throws IOException {
    String licence = page(Invented.findings()).select("footer pre").text();

    assertTrue(licence.contains("Mike Bostock") && licence.contains("Permission to use"), licence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</title></style></textarea></noscript><svg onload=alert(1)>",
        "{{view}} {{{json}}} {{#faults}}",
        "&lt;b&gt; &amp; &#60;",
        "\\\" \\u003cscript\\u003e",
      })
  void strangersWordsAreMarkup(String words) throws IOException {
    var harmless = page(Invented.with(List.of(Invented.saying("words"))));
    var findings = Invented.with(List.of(Invented.saying(words)));

    var page = page(findings);

    assertEquals(shape(harmless), shape(page));
    assertEquals(words, page.select(".told").getFirst().wholeText());
    assertEquals(words, page.select(".name").getFirst().wholeText());
    assertTrue(texts(page.getElementById("findings").data()).contains(words));
  }

  @Test
  void strangersWordsTurnThePageAround() throws IOException {
    String words = "one\u2028two\u2029three\u202efour\u0000five\u001b[31m\ud800";
    var page = page(Invented.with(List.of(Invented.saying(words))));

    String told = page.select(".told").getFirst().wholeText();
    String json = page.getElementById("findings").data();

    assertEquals("one\\u2028two\\u2029three\\u202efour\\u0000five\\u001b[31m\\ud800", told);
    assertEquals(-1, json.indexOf('\u2028'), "ends a line of a script in old browsers");
    assertEquals(-1, json.indexOf('<'));
  }

  @Test
  void strangersWordsAreLong() throws IOException {
    String words = "x".repeat(1_000_000);

    var page = page(Invented.with(List.of(Invented.saying(words))));

    assertTrue(
        page.select(".told").getFirst().text().endsWith("… (999,400 more characters in the JSON)"));
    assertTrue(page.text().length() < 20_000, () -> page.text().length() + " characters are seen");
  }

  @Test
  void anOldPageIsLeft() throws IOException {
    Path file = folder.resolve("index.html");
    Files.writeString(file, "old ".repeat(1_000_000));

    Page.write(Invented.findings(), Json.line(Invented.findings()), file);

    assertTrue(Files.readString(file).endsWith("</html>\n"));
  }

  /** Elements and the names of their attributes: what words must not change. */
  private static List<String> shape(Document page) {
    var shape = new ArrayList<String>();
    for (Element element : page.getAllElements()) {
      var names = new ArrayList<String>();
      element.attributes().forEach(attribute -> names.add(attribute.getKey()));
      shape.add(element.tagName() + names);
    }
    return shape;
  }

  private static List<String> texts(String json) {
    var texts = new ArrayList<String>();
    try (JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          texts.add(in.getString());
        }
      }
    }
    return texts;
  }

  private static String policy(Document page) {
    return page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
  }

  private static Document page(Findings findings) throws IOException {
    return Jsoup.parse(html(findings));
  }

  private static String html(Findings findings) throws IOException {
    return Page.html(findings, Json.line(findings));
  }
}
