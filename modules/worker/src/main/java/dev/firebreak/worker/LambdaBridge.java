package dev.firebreak.worker;

import dev.firebreak.link.Lambda;
import java.lang.invoke.MethodHandleInfo;
import java.lang.reflect.Modifier;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls a lambda's implementation as compiled code does: by a hidden class beside the class in
 * which the lambda stands, as {@link Bridge} does for main.
 * <!-- For maintainers. The JDK's own way, $deserializeLambda$ and what it links, takes a young JVM
 * 40 ms, this under 1 ms. What it looks like, for x -> x + a, where a is captured and an int:
 *
 *   final class Firebreak$Call implements Function, BiFunction {
 *     private int c0;
 *     public Object apply(Object captured) {
 *       Firebreak$Call made = new Firebreak$Call();
 *       made.c0 = (Integer) ((Object[]) captured)[0];
 *       return made;
 *     }
 *     public Object apply(Object first, Object second) {
 *       return Integer.valueOf(Program.lambda$main$0(c0, (Integer) first));
 *     }
 *   }
 * -->
 */
final class LambdaBridge {
  private static final String NAME = "$FirebreakCall";
  private static final String BI_FUNCTION = "java/util/function/BiFunction";
  private static final int MOST_ARGUMENTS = 2;

  private final Assembly to;
  private final int kind;
  private final String owner;
  private final boolean ofInterface;
  private final Lambda lambda;
  private final Signature implementation;
  private final Signature instantiated;
  private final int capturedCount;

  private LambdaBridge(Assembly to, Lambda lambda, int kind, boolean ofInterface) {
    this.to = to;
    this.lambda = lambda;
    this.kind = kind;
    this.owner = lambda.implClass().replace('.', '/');
    this.ofInterface = ofInterface;
    this.implementation = Signature.of(lambda.implSignature());
    this.instantiated = Signature.of(lambda.instantiatedType());
    this.capturedCount = lambda.captured().length;
  }

  /**
   * A function from what was captured to what calls the implementation.
   *
   * @param host the class in which the lambda stands
   * @return null where none can be made
   */
  static synchronized @Nullable
      Function<Object, BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>>
      make(Class<?> host, Lambda lambda, int kind, boolean ofInterface) {
    if (lambda.implClass().startsWith("[")) {
      return null;
    }
    String self = host.getName().replace('.', '/') + NAME;
    Assembly to = Nestmate.begin(self, Nestmate.FUNCTION, BI_FUNCTION);
    LambdaBridge bridge = new LambdaBridge(to, lambda, kind, ofInterface);
    if (!bridge.fits()) {
      return null;
    }
    try {
      bridge.write();
      @SuppressWarnings("unchecked") // It is what its own initializer has put there.
      Function<Object, BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>> made =
          (Function<Object, BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>>)
              Nestmate.make(host, host.getName() + NAME, to);
      return made;
    } catch (LinkageError e) {
      return null; // Functions takes the JDK's way.
    }
  }

  private boolean fits() {
    int given = capturedCount + instantiated.parameters().length;
    return instantiated.parameters().length <= MOST_ARGUMENTS
        && given == implementation.parameters().length + (hasReceiver() ? 1 : 0);
  }

  private boolean hasReceiver() {
    return kind != MethodHandleInfo.REF_invokeStatic
        && kind != MethodHandleInfo.REF_newInvokeSpecial;
  }

  /** The type of a value, among all that are handed to the implementation. */
  private String type(int value) {
    if (!hasReceiver()) {
      return implementation.parameters()[value];
    }
    return value == 0 ? "L" + owner + ";" : implementation.parameters()[value - 1];
  }

  private void write() {
    int[] fields = new int[capturedCount];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = to.field("c" + i, type(i));
    }
    writeFactory(fields);
    writeCall(fields);
  }

  private void writeFactory(int[] fields) {
    to.method(Modifier.PUBLIC, "apply", "(Ljava/lang/Object;)Ljava/lang/Object;");
    to.createSelf();
    for (int i = 0; i < fields.length; i++) {
      to.duplicate().load(1).cast("[Ljava/lang/Object;").element(i);
      Conversion.fromObject(to, type(i), type(i));
      to.put(fields[i]);
    }
    to.give();
  }

  private void writeCall(int[] fields) {
    to.method(Modifier.PUBLIC, "apply", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
    boolean creates = kind == MethodHandleInfo.REF_newInvokeSpecial;
    if (creates) {
      to.create(owner);
    }
    int words = 0;
    for (int i = 0; i < fields.length; i++) {
      to.load(0).get(fields[i]);
      words += Signature.words(type(i));
    }
    for (int i = 0; i < instantiated.parameters().length; i++) {
      String type = type(capturedCount + i);
      to.load(1 + i);
      Conversion.fromObject(to, instantiated.parameters()[i], type);
      words += Signature.words(type);
    }
    to.deep(words + 4);
    invoke(words);
    String result = creates ? "L" + owner + ";" : implementation.result();
    if (lambda.functionalSignature().endsWith(")V")) {
      Conversion.drop(to, result);
      result = "V";
    }
    Conversion.toObject(to, result);
    to.give();
  }

  private void invoke(int words) {
    String name = lambda.implName();
    String signature = lambda.implSignature();
    switch (kind) {
      case MethodHandleInfo.REF_newInvokeSpecial -> to.special(owner, name, signature);
      case MethodHandleInfo.REF_invokeStatic -> {
        if (ofInterface) {
          to.invokeStaticOfInterface(owner, name, signature);
        } else {
          to.invokeStatic(owner, name, signature);
        }
      }
      default -> {
        // Also a private one, which the lambda's own class would call by invokespecial.
        if (ofInterface) {
          to.invokeInterface(owner, name, signature, words);
        } else {
          to.virtual(owner, name, signature);
        }
      }
    }
  }
}
