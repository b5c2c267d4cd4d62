package dev.firebreak.worker;

import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a hidden class that may call all that its host may, and hands out its one instance.
 * <!-- For maintainers. All ways to an instance of a class are reflection, but for one: its own
 * initializer leaves one with the system's properties. It is there for the few instructions between
 * two lines of make. -->
 */
final class Nestmate {
  static final String OBJECT = "java/lang/Object";
  static final String FUNCTION = "java/util/function/Function";

  private static final String KEY = "dev.firebreak.worker.nestmate";
  private static final String BARE = "()V";

  private Nestmate() {}

  /** A class that extends Object and has its constructor; what else it has is added. */
  static Assembly begin(String self, String... faces) {
    Assembly to = new Assembly(self, OBJECT, faces);
    to.method(0, "<init>", BARE);
    to.load(0).special(OBJECT, "<init>", BARE).leave();
    to.method(Modifier.STATIC, "<clinit>", BARE);
    to.invokeStatic("java/lang/System", "getProperties", "()Ljava/util/Properties;").text(KEY);
    to.createSelf();
    to.virtual(
        "java/util/Properties", "put", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
    to.drop().leave();
    return to;
  }

  /**
   * Defines what {@link #begin} has begun.
   *
   * @return its instance; null if a program took it away
   * @throws LinkageError where it cannot be made, and the caller has another way
   */
  static synchronized @Nullable Object make(Class<?> host, String name, Assembly assembly) {
    Inside.define(host, name, assembly.bytes());
    return System.getProperties().remove(KEY);
  }
}
