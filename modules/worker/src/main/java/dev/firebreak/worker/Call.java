package dev.firebreak.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls a main method, or creates a task; nothing of the user's runs before {@link #apply}. */
interface Call {
  /**
   * Throws what the user's code throws, as it is.
   *
   * @return what it created, for a task
   */
  @Nullable Object apply(String[] arguments) throws Throwable;

  /**
   * Prepares it.
   *
   * @param main null to create an object only
   */
  static Call of(Class<?> type, @Nullable Method main) throws StartFailure, IllegalAccessException {
    Constructor<?> constructor =
        main != null && Modifier.isStatic(main.getModifiers())
            ? null
            : constructor(type, main == null);
    if (!type.isInterface() && (main == null || Bridge.reaches(type, main))) {
      Function<Object, @Nullable Object> bridge = Bridge.make(type, main);
      if (bridge != null) {
        return new Bridged(bridge);
      }
    }
    return new Handled(
        constructor == null ? null : lookup(type).unreflectConstructor(constructor),
        main == null ? null : lookup(main.getDeclaringClass()).unreflect(main).asFixedArity());
  }

  private static MethodHandles.Lookup lookup(Class<?> type) throws IllegalAccessException {
    Main.class.getModule().addReads(type.getModule());
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  private static Constructor<?> constructor(Class<?> type, boolean privateToo) throws StartFailure {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      boolean usable = privateToo || !Modifier.isPrivate(constructor.getModifiers());
      if (usable && !Modifier.isAbstract(type.getModifiers())) {
        return constructor;
      }
    } catch (NoSuchMethodException e) {
      // The sentence below says it.
    }
    throw new StartFailure(
        "class "
            + type.getName()
            + " cannot be created: it must not be abstract and needs a constructor without"
            + " parameters"
            + (privateToo ? "" : " that is not private"),
        null);
  }

  /** The usual way. */
  record Bridged(Function<Object, @Nullable Object> bridge) implements Call {
    @Override
    public @Nullable Object apply(String[] arguments) {
      return bridge.apply(arguments);
    }
  }

  /**
   * For what no bridge reaches. Not Method.invoke: in a fresh JVM its first call spins five
   * classes; a handle called by its exact type needs none that the JDK does not bring along.
   */
  record Handled(@Nullable MethodHandle constructor, @Nullable MethodHandle main) implements Call {
    @Override
    public @Nullable Object apply(String[] arguments) throws Throwable {
      Object created = null;
      if (constructor != null) {
        created = constructor.asType(MethodType.methodType(Object.class)).invokeExact();
      }
      if (main == null) {
        return created;
      }
      MethodHandle bound = constructor == null ? main : main.bindTo(created);
      if (bound.type().parameterCount() == 0) {
        bound.invokeExact();
      } else {
        bound.invokeExact(arguments);
      }
      return null;
    }
  }
}
