package dev.firebreak.worker;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls into the user's class as compiled code does: by a class of a few instructions that is made
 * for it, next to it.
 * <!-- For maintainers.
 *
 * Why. In a fresh JVM the first Method.invoke spins five classes (20 ms of CPU without linked AOT
 * classes) and the first method handle sets java.lang.invoke up (11 ms); both are a third of the
 * whole start. Bytes like these take under 1 ms. The JDK's native accessor would do as well, but its
 * flag is read once and would slow the program's own reflection down for good.
 *
 * What it looks like, for a static main:
 *
 *   final class Firebreak$Start implements Function {
 *     public Object apply(Object arguments) { Program.main((String[]) arguments); return null; }
 *   }
 *
 * Where the rules of access do not let the bridge call what the launcher of Java may (a private
 * constructor of a task, a main inherited from elsewhere) there is none, and Entry takes handles.
 * -->
 */
final class Bridge {
  /** Behind the name of the user's class. */
  private static final String NAME = "$FirebreakStart";

  private static final String STRINGS = "[Ljava/lang/String;";
  private static final String BARE = "()V";

  private Bridge() {}

  /** Whether a bridge beside the class may call its main, which may be inherited. */
  static boolean reaches(Class<?> type, Method main) {
    Class<?> owner = main.getDeclaringClass();
    return Modifier.isPublic(main.getModifiers())
        || (Objects.equals(owner.getClassLoader(), type.getClassLoader())
            && owner.getPackageName().equals(type.getPackageName()));
  }

  /**
   * A function from {@code String[]} to what it creates, or to null.
   *
   * @param main what it calls, on the class or on what it creates; null to create only
   * @return null where it cannot be made
   */
  static @Nullable Function<Object, @Nullable Object> make(Class<?> type, @Nullable Method main) {
    try {
      @SuppressWarnings("unchecked") // It is what its own initializer has put there.
      Function<Object, @Nullable Object> function =
          (Function<Object, @Nullable Object>)
              Nestmate.make(type, type.getName() + NAME, assembly(type, main));
      return function;
    } catch (LinkageError e) {
      return null; // Call takes handles.
    }
  }

  private static Assembly assembly(Class<?> type, @Nullable Method main) {
    String user = type.getName().replace('.', '/');
    Assembly to = Nestmate.begin(user + NAME, Nestmate.FUNCTION);
    to.method(Modifier.PUBLIC, "apply", "(Ljava/lang/Object;)Ljava/lang/Object;");
    boolean creates = main == null || !Modifier.isStatic(main.getModifiers());
    if (creates) {
      to.create(user).special(user, "<init>", BARE);
    }
    if (main == null) {
      to.give();
    } else {
      boolean bare = main.getParameterCount() == 0;
      if (!bare) {
        to.load(1).cast(STRINGS);
      }
      String signature = bare ? BARE : "(" + STRINGS + ")V";
      if (creates) {
        to.virtual(user, "main", signature);
      } else {
        to.invokeStatic(user, "main", signature);
      }
      to.nothing().give();
    }
    return to;
  }
}
