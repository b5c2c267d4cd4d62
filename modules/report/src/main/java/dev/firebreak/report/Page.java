package dev.firebreak.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The findings as one HTML page that needs nothing else: no network, and for all but the timelines
 * no script. Whatever a child said is text in it: the template escapes, and the page's policy lets
 * a browser run no script but the page's own, by its digest.
 */
public final class Page {
  private Page() {}

  /**
   * Writes the page.
   *
   * @param json the same findings, which the timelines are drawn from and which a reader can save
   * @param file is replaced where it exists
   * @throws IOException if it cannot be written
   */
  public static void write(Findings findings, String json, Path file) throws IOException {
    Files.writeString(file, html(findings, json), UTF_8);
  }

  /** The page's text. */
  static String html(Findings findings, String json) throws IOException {
    String library = resource("d3/d3.min.js");
    String script = resource("page.js");
    var page =
        new Whole(
            View.of(findings),
            inert(json),
            resource("page.css"),
            library,
            digest(library),
            script,
            digest(script),
            resource("d3/LICENSE"));
    Template template =
        Mustache.compiler()
            .escapeHTML(true)
            .emptyStringIsFalse(true)
            .compile(new StringReader(resource("page.mustache")));
    return template.execute(page);
  }

  /** All that the template is given. */
  private record Whole(
      View view,
      String json,
      String style,
      String library,
      String libraryDigest,
      String script,
      String scriptDigest,
      String libraryLicense) {}

  /**
   * JSON that can stand in a script element: what could end the element or start a comment stands
   * only in strings there, and there an escape means the same.
   */
  private static String inert(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String digest(String script) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(
            "The page cannot be made: "
                + name
                + " is missing beside "
                + Page.class.getName()
                + ". Build modules/report with ./mvnw, which puts it there.");
      }
      return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
    }
  }
}
