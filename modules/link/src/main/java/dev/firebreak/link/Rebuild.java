package dev.firebreak.link;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds a throwable again as the class that it was, where that class may be built, has one of the
 * usual constructors and says the same then; else a stand-in.
 */
final class Rebuild {
  private Rebuild() {}

  static Throwable from(Codec codec, Name type, RemoteThrowable told) {
    Throwable rebuilt = null;
    try {
      Plan plan = type.plan(codec);
      if (isAllowed(plan)) {
        rebuilt = rebuilt(plan.type, told);
      }
    } catch (CodecException notHere) {
      // A class that is not here, or not allowed: that is what a stand-in is for.
    }
    return rebuilt == null ? codec.types().standIn(told) : rebuilt;
  }

  private static boolean isAllowed(Plan plan) throws CodecException {
    Class<?> type = plan.type;
    if (!Throwable.class.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())) {
      return false;
    }
    if (!Plan.isOfJava(type)) {
      plan.mayBeBuilt();
    }
    return true;
  }

  private static @Nullable Throwable rebuilt(Class<?> type, RemoteThrowable told) {
    for (int form = 0; form < 5; form++) {
      for (Constructor<?> constructor : type.getConstructors()) {
        @Nullable Object[] arguments = arguments(form, constructor.getParameterTypes(), told);
        Throwable made = arguments == null ? null : made(constructor, arguments, told);
        if (made != null) {
          return made;
        }
      }
    }
    return null;
  }

  /** What that constructor takes if it is of that form: the ones that need the least luck first. */
  private static @Nullable Object @Nullable [] arguments(
      int form, Class<?>[] takes, RemoteThrowable told) {
    Throwable cause = told.cause();
    boolean causeFits = takes.length > 0 && isCause(takes[takes.length - 1], cause);
    return switch (form) {
      case 0 ->
          cause != null && takes.length == 2 && takes[0] == String.class && causeFits
              ? new @Nullable Object[] {told.message(), cause}
              : null;
      case 1 ->
          takes.length == 1 && (takes[0] == String.class || takes[0] == Object.class)
              ? new @Nullable Object[] {told.message()}
              : null;
      case 2 -> takes.length == 0 ? new @Nullable Object[0] : null;
      case 3 -> takes.length == 1 && causeFits ? new @Nullable Object[] {cause} : null;
      default ->
          takes.length == 2 && takes[0] == String.class && causeFits
              ? new @Nullable Object[] {told.message(), cause}
              : null;
    };
  }

  private static boolean isCause(Class<?> parameter, @Nullable Throwable cause) {
    return Throwable.class.isAssignableFrom(parameter)
        && (cause == null || parameter.isInstance(cause));
  }

  @SuppressWarnings("ReferenceEquality") // that very cause
  private static @Nullable Throwable made(
      Constructor<?> constructor, @Nullable Object[] arguments, RemoteThrowable told) {
    try {
      Throwable made = (Throwable) constructor.newInstance(arguments);
      if (!Objects.equals(made.getMessage(), told.message())) {
        return null;
      }
      if (made.getCause() != told.cause()) {
        made.initCause(told.cause());
      }
      for (Throwable suppressed : told.suppressed()) {
        made.addSuppressed(suppressed);
      }
      made.setStackTrace(told.stack());
      return made.getCause() == told.cause() ? made : null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError | AssertionError e) {
      return null; // another constructor, or the stand-in
    } catch (StackOverflowError e) {
      return null;
    }
  }
}
