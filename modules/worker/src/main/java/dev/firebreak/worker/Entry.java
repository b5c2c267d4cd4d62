package dev.firebreak.worker;

import dev.firebreak.api.Task;
import dev.firebreak.link.Launch;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the user's code begins: a main method, or a task. Finding it runs nothing of the user's.
 * <!-- For maintainers. Not Method.invoke: in a fresh JVM its first call spins five classes, some 20
 * ms; a method handle called by its exact type needs none that the JDK does not bring along. -->
 */
final class Entry {
  private final String title;
  private final ClassLoader loader;
  private final Class<?> type;
  private final @Nullable MethodHandle main;
  private final @Nullable MethodHandle instance;

  private Entry(
      String title,
      ClassLoader loader,
      Class<?> type,
      @Nullable MethodHandle main,
      @Nullable MethodHandle instance) {
    this.title = title;
    this.loader = loader;
    this.type = type;
    this.main = main;
    this.instance = instance;
  }

  static Entry prepare(Launch launch) throws StartFailure {
    if (launch instanceof Launch.Module module) {
      Layer layer = Layer.build(module);
      return find(layer.title(), layer.loader(), layer.mainClass());
    }
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    String name = launch.mainClass();
    return find(name, loader, load(name, loader, "on the class path"));
  }

  /** Loads a class without initializing it. */
  static Class<?> load(String name, ClassLoader loader, String where) throws StartFailure {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new StartFailure(
          "the main class " + name + " is not " + where + ": check its name and the path", e);
    } catch (LinkageError e) {
      throw new StartFailure("the main class " + name + " cannot be loaded: " + e, e);
    }
  }

  private static Entry find(String title, ClassLoader loader, Class<?> type) throws StartFailure {
    Main.class.getModule().addReads(type.getModule());
    try {
      if (Task.class.isAssignableFrom(type)) {
        return new Entry(title, loader, type, null, constructor(type, true));
      }
      Method main = MainMethod.of(type);
      if (main == null) {
        throw new StartFailure(
            "class "
                + type.getName()
                + " has no main method that may be run and is no dev.firebreak.api.Task: it needs"
                + " static void main(String[]), or one without static or without parameters,"
                + " that is not private",
            null);
      }
      MethodHandle handle = lookup(main.getDeclaringClass()).unreflect(main).asFixedArity();
      boolean isStatic = Modifier.isStatic(main.getModifiers());
      return new Entry(title, loader, type, handle, isStatic ? null : constructor(type, false));
    } catch (LinkageError e) {
      throw new StartFailure("class " + type.getName() + " cannot be linked: " + e, e);
    } catch (IllegalAccessException e) {
      throw new StartFailure(
          "class " + type.getName() + " cannot be reached: " + e.getMessage(), e);
    }
  }

  private static MethodHandles.Lookup lookup(Class<?> type) throws IllegalAccessException {
    Main.class.getModule().addReads(type.getModule());
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  private static MethodHandle constructor(Class<?> type, boolean privateToo)
      throws StartFailure, IllegalAccessException {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      boolean usable = privateToo || !Modifier.isPrivate(constructor.getModifiers());
      if (usable && !Modifier.isAbstract(type.getModifiers())) {
        return lookup(type).unreflectConstructor(constructor);
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

  /** Whether it is a Task, and no main method. */
  boolean task() {
    return main == null;
  }

  /** Makes this JVM look like one that plain java started with the program. */
  void enter(List<String> arguments) {
    Thread.currentThread().setContextClassLoader(loader);
    StringBuilder command = new StringBuilder(title);
    for (String argument : arguments) {
      command.append(' ').append(argument);
    }
    System.setProperty("sun.java.command", command.toString());
    if (type.getModule().isNamed()) {
      System.setProperty("jdk.module.main", type.getModule().getName());
      System.setProperty("jdk.module.main.class", type.getName());
    } else {
      System.clearProperty("jdk.module.main");
      System.clearProperty("jdk.module.main.class");
    }
  }

  /** Runs the user's code on this thread until it ends, and throws what it throws. */
  void run(Context context) throws Throwable {
    if (main == null) {
      ((Task) create()).run(context);
      return;
    }
    boolean bare = main.type().parameterCount() == (instance == null ? 0 : 1);
    String[] arguments = context.arguments().toArray(new String[0]);
    if (instance != null) {
      MethodHandle bound = main.bindTo(create());
      if (bare) {
        bound.invokeExact();
      } else {
        bound.invokeExact(arguments);
      }
    } else if (bare) {
      main.invokeExact();
    } else {
      main.invokeExact(arguments);
    }
  }

  private Object create() throws Throwable {
    return Objects.requireNonNull(instance)
        .asType(MethodType.methodType(Object.class))
        .invokeExact();
  }
}
