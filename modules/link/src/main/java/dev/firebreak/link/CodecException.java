package dev.firebreak.link;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A value that cannot be sent, or bytes that are no value or none that may be built here. The
 * message is the path to it and the sentence: {@code task.context.connection: java.net.Socket ...}.
 */
public final class CodecException extends IOException {
  private static final long serialVersionUID = 1;

  /** What is left of a path that is longer: its beginning and its end. */
  private static final int HEAD = 200;

  private static final int TAIL = 100;

  private final String sentence;
  private String path = "";

  CodecException(String sentence) {
    this(sentence, null);
  }

  CodecException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  static CodecException malformed(String what) {
    return new CodecException("no value: " + what);
  }

  /** Where in the value it is, as in {@code task.context.connection}. */
  public String path() {
    return path;
  }

  /** What is wrong with it. */
  public String sentence() {
    return sentence;
  }

  @Override
  public String getMessage() {
    return path.isEmpty() ? sentence : path + ": " + sentence;
  }

  /** The same one level further out; for those that pass it on. */
  CodecException in(String segment) {
    path = segment + path;
    if (path.length() > 2 * (HEAD + TAIL)) {
      path = path.substring(0, HEAD) + "..." + path.substring(path.length() - TAIL);
    }
    return this;
  }

  static String index(int index) {
    return "[" + index + "]";
  }

  /** A key of a map, as far as it says anything short. */
  static String key(@Nullable Object key) {
    if (key instanceof String text) {
      return "[\"" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "\"]";
    }
    if (key == null
        || key instanceof Number
        || key instanceof Boolean
        || key instanceof Character
        || key instanceof Enum<?>) {
      return "[" + key + "]";
    }
    return "[a " + key.getClass().getSimpleName() + "]";
  }
}
