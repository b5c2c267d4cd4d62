package dev.firebreak.link;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.SerializedLambda;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Asks a serializable lambda for its implementation and what it captured.
 * <!-- For maintainers. A lambda tells it to serialization alone (its writeReplace is private, in a
 * class that nobody has opened to us), so this is a stream that writes nowhere and takes what comes
 * by. -->
 */
final class LambdaCapture extends ObjectOutputStream {
  private static final Object[] NOTHING = {};

  private @Nullable SerializedLambda caught;

  private LambdaCapture(OutputStream nowhere) throws IOException {
    super(nowhere);
    enableReplaceObject(true);
  }

  static LambdaCapture open() {
    try {
      return new LambdaCapture(OutputStream.nullOutputStream());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Takes one; its shape goes into the plan of its class. */
  void take(Object lambda, Plan plan) throws CodecException {
    caught = null;
    try {
      writeObject(lambda);
      reset(); // or it would hold all lambdas that it ever saw
    } catch (IOException e) {
      throw new CodecException(lambda.getClass().getName() + " cannot be taken apart: " + e, e);
    }
    SerializedLambda form = caught;
    if (form == null) {
      throw new CodecException(
          lambda.getClass().getName() + " cannot be sent: it is a hidden class and no lambda");
    }
    if (plan.lambda() == null) {
      plan.lambda(shape(form).getBytes(StandardCharsets.UTF_8), form.getCapturedArgCount() == 0);
    }
  }

  /** What the last one captured. */
  @Nullable Object[] captured() {
    SerializedLambda form = caught;
    caught = null;
    if (form == null || form.getCapturedArgCount() == 0) {
      return NOTHING;
    }
    @Nullable Object[] captured = new @Nullable Object[form.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = form.getCapturedArg(i);
    }
    return captured;
  }

  @Override
  protected @Nullable Object replaceObject(Object object) {
    if (object instanceof SerializedLambda form) {
      caught = form;
      return null;
    }
    return object;
  }

  private static String shape(SerializedLambda form) throws CodecException {
    String shape =
        String.join(
            "\n",
            Integer.toString(form.getImplMethodKind()),
            form.getCapturingClass().replace('/', '.'),
            form.getFunctionalInterfaceClass().replace('/', '.'),
            form.getFunctionalInterfaceMethodName(),
            form.getFunctionalInterfaceMethodSignature(),
            form.getImplClass().replace('/', '.'),
            form.getImplMethodName(),
            form.getImplMethodSignature(),
            form.getInstantiatedMethodType());
    if (shape.split("\n", -1).length != Lambda.WORDS) {
      throw new CodecException("a lambda with a line break in a name cannot be sent");
    }
    return shape;
  }
}
