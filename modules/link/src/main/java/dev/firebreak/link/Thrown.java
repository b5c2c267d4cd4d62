package dev.firebreak.link;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * A throwable of the other JVM, as text: it is never rebuilt as the class that it was.
 *
 * @param type its class
 * @param stack as {@link Throwable#printStackTrace()} prints it, causes and suppressed included
 */
public record Thrown(String type, @Nullable String message, String stack) {

  /** Takes one down; a throwable whose own methods throw is told by its class alone. */
  public static Thrown of(Throwable throwable) {
    String type = throwable.getClass().getName();
    try {
      StringWriter stack = new StringWriter();
      throwable.printStackTrace(new PrintWriter(stack));
      return new Thrown(type, throwable.getMessage(), stack.toString());
    } catch (Throwable broken) {
      // It is the user's getMessage or toString; what it threw is named, the rest is lost.
      return new Thrown(
          type, null, type + " (and asking it for its text threw " + broken.getClass() + ")");
    }
  }

  void write(FrameWriter body) {
    body.text(type, 1024);
    body.flag(message != null);
    if (message != null) {
      body.text(message, 8192);
    }
    body.text(stack, 65536);
  }

  static Thrown read(FrameReader body) throws LinkException {
    String type = body.text();
    String message = body.flag() ? body.text() : null;
    return new Thrown(type, message, body.text());
  }
}
