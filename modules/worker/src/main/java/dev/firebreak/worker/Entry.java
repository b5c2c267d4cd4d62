package dev.firebreak.worker;

import dev.firebreak.api.Task;
import dev.firebreak.link.Launch;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the user's code begins: a main method, or a task. Finding it runs nothing of the user's.
 */
final class Entry {
  private final String title;
  private final ClassLoader loader;
  private final @Nullable Method main;
  private final @Nullable Constructor<?> instance;

  private Entry(
      String title, ClassLoader loader, @Nullable Method main, @Nullable Constructor<?> instance) {
    this.title = title;
    this.loader = loader;
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
    try {
      if (Task.class.isAssignableFrom(type)) {
        return new Entry(title, loader, null, constructor(type, true));
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
      main.setAccessible(true);
      boolean isStatic = Modifier.isStatic(main.getModifiers());
      return new Entry(title, loader, main, isStatic ? null : constructor(type, false));
    } catch (LinkageError e) {
      throw new StartFailure("class " + type.getName() + " cannot be linked: " + e, e);
    }
  }

  private static Constructor<?> constructor(Class<?> type, boolean privateToo) throws StartFailure {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      boolean usable = privateToo || !Modifier.isPrivate(constructor.getModifiers());
      if (usable && !Modifier.isAbstract(type.getModifiers())) {
        constructor.setAccessible(true);
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
    if (main == null || !main.getDeclaringClass().getModule().isNamed()) {
      System.clearProperty("jdk.module.main");
      System.clearProperty("jdk.module.main.class");
    } else {
      System.setProperty("jdk.module.main", main.getDeclaringClass().getModule().getName());
      System.setProperty("jdk.module.main.class", main.getDeclaringClass().getName());
    }
  }

  /** Runs the user's code on this thread until it ends. */
  void run(Context context) throws Exception {
    Object target = instance == null ? null : create(instance);
    if (main == null) {
      if (target instanceof Task task) {
        task.run(context);
      }
      return;
    }
    if (main.getParameterCount() == 0) {
      main.invoke(target);
    } else {
      main.invoke(target, (Object) context.arguments().toArray(new String[0]));
    }
  }

  private static Object create(Constructor<?> constructor)
      throws InstantiationException, IllegalAccessException, InvocationTargetException {
    return constructor.newInstance();
  }
}
