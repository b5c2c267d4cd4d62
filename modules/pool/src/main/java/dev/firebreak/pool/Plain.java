package dev.firebreak.pool;

import dev.firebreak.link.Codec;
import dev.firebreak.link.RemoteThrowable;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * What is read here of a task's own pool: values of the JDK that the codec knows, and nothing whose
 * class the task could name.
 */
final class Plain implements Codec.Types {
  static final Codec CODEC = new Codec(new Plain());

  private Plain() {}

  @Override
  public Class<?> load(String name) throws ClassNotFoundException {
    throw new ClassNotFoundException(name + " (a task's own values are not built here)");
  }

  @Override
  public @Nullable String refusal(Class<?> type) {
    return "a value of %s is a task's own and is not built here".formatted(type.getName());
  }

  @Override
  public boolean serialized() {
    return false;
  }

  @Override
  public boolean serializes() {
    return false;
  }

  @Override
  public MethodHandles.@Nullable Lookup lookup(Class<?> type) {
    return null;
  }

  @Override
  public Throwable standIn(RemoteThrowable thrown) {
    return Trust.remote(thrown);
  }

  /** What an initializer of a task's own pool threw: words for us, and for the task as it came. */
  static final class Thrown extends Exception {
    private static final long serialVersionUID = 1;

    private final String text;
    private final transient byte[] bytes;

    Thrown(Throwable standIn, byte[] bytes) {
      super(standIn.getMessage(), standIn);
      this.text = standIn.toString();
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // it is told as the original was
    public String toString() {
      return text;
    }
  }
}
