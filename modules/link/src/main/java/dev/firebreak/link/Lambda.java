package dev.firebreak.link;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A lambda or method reference: its implementation and what it captured, as {@link
 * SerializedLambda} has them. Classes have the names that {@link Class#getName()} gives.
 */
public final class Lambda {
  /** The words of a shape, in their order below. */
  static final int WORDS = 9;

  private final String[] shape;
  private final @Nullable Object[] captured;

  Lambda(String[] shape, @Nullable Object[] captured) {
    this.shape = shape;
    this.captured = captured;
  }

  /** The reference kind of the implementation, as in java.lang.invoke.MethodHandleInfo. */
  public int implKind() throws CodecException {
    try {
      return Integer.parseInt(shape[0]);
    } catch (NumberFormatException e) {
      throw CodecException.malformed("a lambda of the kind " + shape[0]);
    }
  }

  /** The class in whose code the lambda stands. */
  public String capturingClass() {
    return shape[1];
  }

  public String functionalInterface() {
    return shape[2];
  }

  public String functionalMethod() {
    return shape[3];
  }

  public String functionalSignature() {
    return shape[4];
  }

  /** The class that has the implementation. */
  public String implClass() {
    return shape[5];
  }

  public String implName() {
    return shape[6];
  }

  public String implSignature() {
    return shape[7];
  }

  /** The functional method's descriptor with its type variables replaced. */
  public String instantiatedType() {
    return shape[8];
  }

  /** What it captured, a bound receiver first. The array is the lambda's own. */
  public @Nullable Object[] captured() {
    return captured;
  }

  /**
   * An instance, as the capturing class makes them. The first costs a young JVM some 40 ms.
   *
   * @throws CodecException if that class is not there, is another version, or throws
   */
  public Object instance(Codec.Types types) throws CodecException {
    try {
      Class<?> capturing = types.load(capturingClass());
      Method maker = capturing.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
      Object made =
          maker.trySetAccessible()
              ? maker.invoke(null, form(capturing, captured))
              : Serialized.linked(
                  form(capturing, Serialized.slots(captured.length)), captured, types);
      if (made == null) {
        throw new CodecException(capturingClass() + " made null of its lambda " + implName());
      }
      return made;
    } catch (ClassNotFoundException | NoSuchMethodException | LinkageError e) {
      throw new CodecException("the lambda's class is not here as it is there: " + e, e);
    } catch (IllegalAccessException e) {
      throw new CodecException("the lambda's class cannot be reached: " + e, e);
    } catch (InvocationTargetException e) {
      throw new CodecException(
          capturingClass()
              + " does not know its lambda "
              + implName()
              + ", as if it were another version: "
              + e.getCause(),
          e.getCause());
    }
  }

  private SerializedLambda form(Class<?> capturing, @Nullable Object[] captured)
      throws CodecException {
    return new SerializedLambda(
        capturing,
        internal(functionalInterface()),
        functionalMethod(),
        functionalSignature(),
        implKind(),
        internal(implClass()),
        implName(),
        implSignature(),
        instantiatedType(),
        captured);
  }

  private static String internal(String name) {
    return name.replace('.', '/');
  }
}
