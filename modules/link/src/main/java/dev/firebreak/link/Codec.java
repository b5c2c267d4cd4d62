package dev.firebreak.link;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Values to bytes and back, in a format of our own; {@code Tag} has its picture. Thread-safe; made
 * once a pool and once a worker, as it remembers how each class is taken apart and built.
 *
 * <p>Plain values are trees: an object that is there twice arrives as two, and one that contains
 * itself is refused.
 */
public final class Codec {
  /** How deep values may be nested. */
  static final int MAX_DEPTH = 500;

  private final Types types;
  private final ConcurrentHashMap<Class<?>, Plan> plans = new ConcurrentHashMap<>();

  public Codec(Types types) {
    this.types = types;
  }

  /** An encoder, which is for one thread at a time. */
  public Encoder encoder() {
    return new Encoder(this);
  }

  /** A decoder, which is for one thread at a time. */
  public Decoder decoder() {
    return new Decoder(this);
  }

  Types types() {
    return types;
  }

  Plan plan(Class<?> type) {
    Plan plan = plans.get(type);
    if (plan == null) {
      Plan made = Plan.of(type, types);
      plan = plans.putIfAbsent(type, made);
      if (plan == null) {
        plan = made;
      }
    }
    return plan;
  }

  /**
   * Takes the records of one class apart and builds them; may throw whatever their own code does.
   */
  public interface Records {
    /** The components in their order. */
    @Nullable Object[] take(Object value) throws Throwable;

    /** A record of such components, which may be of any class and number. */
    Object build(@Nullable Object[] components) throws Throwable;
  }

  /** Where names become classes, and which of them may be built: the side that a codec is on. */
  public interface Types {
    /**
     * The class of that name, as {@link Class#getName()} has it, never an array. Must not
     * initialize it.
     */
    Class<?> load(String name) throws ClassNotFoundException;

    /**
     * Why no value of that record, enum or throwable may be built here.
     *
     * @return null if it may; else a sentence with the line that would allow it
     */
    @Nullable String refusal(Class<?> type);

    /**
     * Whether the peer's JDK serialization, and lambdas, are read here: true in a child, which
     * trusts its parent; false in a parent.
     */
    boolean serialized();

    /**
     * Whether what is no plain value is sent by JDK serialization, and lambdas as such: true in a
     * parent, false in a child.
     */
    boolean serializes();

    /**
     * A lookup with private access to some class of that record's module.
     *
     * @return null to go without; the record's package must then be open to dev.firebreak.link
     */
    MethodHandles.@Nullable Lookup lookup(Class<?> type);

    /**
     * Compiled code for the records of that class, which has been allowed; asked for once a class.
     * In a young JVM reflection costs as much as the rest of the start.
     *
     * @return null to go by reflection, and by method handles once the class is hot
     */
    default @Nullable Records records(Class<?> type) {
      return null;
    }

    /** What is thrown in the place of a throwable that cannot be rebuilt here. */
    Throwable standIn(RemoteThrowable thrown);
  }
}
