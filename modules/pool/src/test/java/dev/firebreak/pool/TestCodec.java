package dev.firebreak.pool;

import dev.firebreak.link.Codec;
import dev.firebreak.link.RemoteThrowable;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/** How a worker in this JVM reads and writes values. */
final class TestCodec implements Codec.Types {
  static final Codec WORKER = new Codec(new TestCodec());

  @Override
  public Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, TestCodec.class.getClassLoader());
  }

  @Override
  public @Nullable String refusal(Class<?> type) {
    return null;
  }

  @Override
  public boolean serialized() {
    return true;
  }

  @Override
  public boolean serializes() {
    return false;
  }

  @Override
  public MethodHandles.Lookup lookup(Class<?> type) {
    return MethodHandles.lookup();
  }

  @Override
  public Throwable standIn(RemoteThrowable thrown) {
    return new IllegalStateException(thrown.text());
  }
}
