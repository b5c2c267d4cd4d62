package dev.firebreak.link;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One side of a pair of JVMs, both of which are this one. */
final class Side implements Codec.Types {
  private final boolean child;
  final List<Class<?>> refused = new ArrayList<>();
  MethodHandles.@Nullable Lookup lookup;

  private Side(boolean child) {
    this.child = child;
  }

  static Side parent() {
    return new Side(false);
  }

  static Side child() {
    return new Side(true);
  }

  /** A throwable that could not be rebuilt. */
  static final class StandIn extends RuntimeException {
    private static final long serialVersionUID = 1;

    final transient RemoteThrowable told;

    StandIn(RemoteThrowable told) {
      super(told.text(), told.cause());
      this.told = told;
    }
  }

  /** Down, from a parent to a child. */
  static @Nullable Object down(@Nullable Object value) throws CodecException {
    return through(value, parent(), child());
  }

  /** Up, from a child to a parent. */
  static @Nullable Object up(@Nullable Object value) throws CodecException {
    return through(value, child(), parent());
  }

  static @Nullable Object through(@Nullable Object value, Side from, Side to)
      throws CodecException {
    Encoder encoder = new Codec(from).encoder();
    encoder.value(value, "task");
    Decoder decoder = new Codec(to).decoder().of(encoder.array(), 0, encoder.size());
    Object arrived = decoder.value("result");
    if (decoder.more()) {
      throw new AssertionError(decoder.position() + " of " + encoder.size() + " bytes were read");
    }
    return arrived;
  }

  static Throwable through(Throwable thrown, Side to) throws CodecException {
    Encoder encoder = new Codec(child()).encoder();
    encoder.throwable(thrown);
    return new Codec(to).decoder().of(encoder.array(), 0, encoder.size()).throwable();
  }

  @Override
  public Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, Side.class.getClassLoader());
  }

  @Override
  public @Nullable String refusal(Class<?> type) {
    return refused.contains(type) ? type.getName() + " is not allowed: allow it" : null;
  }

  @Override
  public boolean serialized() {
    return child;
  }

  @Override
  public boolean serializes() {
    return !child;
  }

  @Override
  public MethodHandles.@Nullable Lookup lookup(Class<?> type) {
    return lookup;
  }

  @Override
  public Throwable standIn(RemoteThrowable thrown) {
    return new StandIn(thrown);
  }
}
