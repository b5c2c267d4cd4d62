package dev.firebreak.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Throwables, whose own methods may throw, lie or run in circles.
 *
 * <pre>
 * THROWABLE  name class, message: text | NULL, string: text | NULL if it is "class: message",
 *            frames, cause: THROWABLE body | NULL, count, THROWABLE body ...: the suppressed
 * cause      octet 0, or octet 1 and a body
 * frames     count shared with the enclosing one's end, count, frame ...: those before
 * frame      name loader, name module, name version, name class, name method, name file
 *            ("" for none), zigzag line
 * </pre>
 */
final class Throwables {
  /** That hang on one; what is beyond is left out. */
  static final int MOST = 256;

  static final int MOST_FRAMES = 512;

  private static final int MOST_DEEP = 64;
  private static final int MOST_SUPPRESSED = 64;
  private static final int MOST_TEXT = 16_384;
  private static final StackTraceElement[] NO_STACK = {};

  private Throwables() {}

  /** What it says of itself, or its class if it cannot. */
  static String text(Throwable thrown) {
    try {
      String text = thrown.toString();
      return text == null ? thrown.getClass().getName() : cut(text);
    } catch (Throwable broken) {
      return thrown.getClass().getName() + " (whose toString threw " + broken.getClass() + ")";
    }
  }

  static @Nullable String message(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null ? null : cut(message);
    } catch (Throwable broken) {
      return "(its getMessage threw " + broken.getClass().getName() + ")";
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_TEXT
        ? text
        : text.substring(0, MOST_TEXT) + "... (" + text.length() + " characters)";
  }

  private static String usual(String type, @Nullable String message) {
    return message == null ? type : type + ": " + message;
  }

  /** Writes one throwable with all that hangs on it. */
  static final class Writer {
    private final Encoder to;
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** How many more may be written. */
    private int left = MOST - 1;

    Writer(Encoder to) {
      this.to = to;
    }

    void write(Throwable thrown) throws CodecException {
      to.tag(Tag.THROWABLE);
      body(thrown, NO_STACK, 0);
    }

    /** Only its class, for when nothing more can be had. */
    static void bare(Encoder to, Throwable thrown) throws CodecException {
      to.tag(Tag.THROWABLE);
      head(to, thrown, "(nothing more of it could be sent)", null);
      to.count(0);
      to.count(0);
      to.tag(0);
      to.count(0);
    }

    private static void head(
        Encoder to, Throwable thrown, @Nullable String message, @Nullable String text)
        throws CodecException {
      to.name(thrown.getClass().getName());
      optional(to, message);
      optional(to, text);
    }

    private static void optional(Encoder to, @Nullable String text) throws CodecException {
      if (text == null) {
        to.tag(Tag.NULL);
      } else {
        to.text(text);
      }
    }

    private void body(Throwable thrown, StackTraceElement[] enclosing, int depth)
        throws CodecException {
      String message = message(thrown);
      String text = text(thrown);
      if (!seen.add(thrown)) {
        head(to, thrown, "[CIRCULAR REFERENCE: " + text + "]", null);
        frames(NO_STACK, NO_STACK);
        to.tag(0);
        to.count(0);
        return;
      }
      boolean usual = text.equals(usual(thrown.getClass().getName(), message));
      head(to, thrown, message, usual ? null : text);
      StackTraceElement[] stack = stack(thrown);
      frames(stack, enclosing);
      Throwable cause = cause(thrown);
      if (cause == null || left == 0 || depth >= MOST_DEEP) {
        to.tag(0);
      } else {
        left--;
        to.tag(1);
        body(cause, stack, depth + 1);
      }
      suppressed(thrown, stack, depth);
    }

    private void suppressed(Throwable thrown, StackTraceElement[] stack, int depth)
        throws CodecException {
      Throwable[] all = thrown.getSuppressed();
      int most = depth >= MOST_DEEP ? 0 : Math.min(MOST_SUPPRESSED, left / 2);
      int count = Math.min(all.length, most);
      left -= count;
      to.count(count);
      for (int i = 0; i < count; i++) {
        body(all[i], stack, depth + 1);
      }
    }

    private static @Nullable Throwable cause(Throwable thrown) {
      try {
        return thrown.getCause();
      } catch (Throwable broken) {
        return null; // the throwable itself is still told
      }
    }

    private static StackTraceElement[] stack(Throwable thrown) {
      StackTraceElement[] stack;
      try {
        stack = thrown.getStackTrace();
      } catch (Throwable broken) {
        return NO_STACK; // the throwable itself is still told
      }
      if (stack == null) {
        return NO_STACK;
      }
      if (stack.length <= MOST_FRAMES) {
        return stack;
      }
      // The end says which task it was, the beginning where it happened.
      StackTraceElement[] cut = new StackTraceElement[MOST_FRAMES];
      int head = MOST_FRAMES * 3 / 4;
      System.arraycopy(stack, 0, cut, 0, head);
      System.arraycopy(stack, stack.length - MOST_FRAMES + head, cut, head, MOST_FRAMES - head);
      return cut;
    }

    private void frames(StackTraceElement[] stack, StackTraceElement[] enclosing)
        throws CodecException {
      int shared = 0;
      int most = Math.min(stack.length, enclosing.length);
      while (shared < most
          && stack[stack.length - 1 - shared].equals(enclosing[enclosing.length - 1 - shared])) {
        shared++;
      }
      to.count(shared);
      to.count(stack.length - shared);
      for (int i = 0; i < stack.length - shared; i++) {
        frame(stack[i]);
      }
    }

    private void frame(StackTraceElement frame) throws CodecException {
      String module = frame.getModuleName();
      boolean ofJdk = module != null && (module.startsWith("java.") || module.startsWith("jdk."));
      String loader = frame.getClassLoaderName();
      // As it is printed: the JDK's own loaders and versions go without saying.
      word("app".equals(loader) || "platform".equals(loader) ? null : loader);
      word(module);
      word(ofJdk ? null : frame.getModuleVersion());
      word(frame.getClassName());
      word(frame.getMethodName());
      word(frame.getFileName());
      to.zigzag(frame.getLineNumber());
    }

    private void word(@Nullable String word) throws CodecException {
      to.name(word == null ? "" : word);
    }
  }

  /** What follows the tag. */
  static Throwable read(Decoder from) throws CodecException {
    from.throwables = 0;
    return body(from, NO_STACK);
  }

  private static Throwable body(Decoder from, StackTraceElement[] enclosing) throws CodecException {
    if (++from.throwables > MOST) {
      throw CodecException.malformed("more than " + MOST + " throwables");
    }
    from.deeper();
    Name type = from.name();
    String message = optional(from);
    String text = optional(from);
    StackTraceElement[] stack = frames(from, enclosing);
    Throwable cause = from.octet() == 0 ? null : body(from, stack);
    int count = from.count(6);
    List<Throwable> suppressed = new ArrayList<>(Math.min(count, MOST));
    for (int i = 0; i < count; i++) {
      suppressed.add(body(from, stack));
    }
    from.back();
    String told = text == null ? usual(type.text(), message) : text;
    return Rebuild.from(
        from.codec(),
        type,
        new RemoteThrowable(type.text(), message, told, stack, cause, List.copyOf(suppressed)));
  }

  private static @Nullable String optional(Decoder from) throws CodecException {
    int tag = from.octet();
    return tag == Tag.NULL ? null : from.string(tag);
  }

  private static StackTraceElement[] frames(Decoder from, StackTraceElement[] enclosing)
      throws CodecException {
    int shared = from.count();
    if (shared < 0 || shared > enclosing.length) {
      throw CodecException.malformed(shared + " frames of " + enclosing.length);
    }
    from.shared(shared);
    int own = from.count(7);
    if (own + shared > MOST_FRAMES) {
      throw CodecException.malformed("a stack of " + (own + shared) + " frames");
    }
    StackTraceElement[] stack = new StackTraceElement[own + shared];
    for (int i = 0; i < own; i++) {
      stack[i] = frame(from);
    }
    System.arraycopy(enclosing, enclosing.length - shared, stack, own, shared);
    return stack;
  }

  private static StackTraceElement frame(Decoder from) throws CodecException {
    String loader = word(from);
    String module = word(from);
    String version = word(from);
    String type = from.name().text();
    String method = from.name().text();
    String file = word(from);
    return new StackTraceElement(loader, module, version, type, method, file, from.zigzag());
  }

  private static @Nullable String word(Decoder from) throws CodecException {
    String word = from.name().text();
    return word.isEmpty() ? null : word;
  }
}
