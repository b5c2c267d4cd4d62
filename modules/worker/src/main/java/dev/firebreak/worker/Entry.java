package dev.firebreak.worker;

import dev.firebreak.api.Task;
import dev.firebreak.link.Launch;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;

/**
 * Where the user's code begins: a main method, or a task. Finding it runs nothing of the user's.
 */
final class Entry {
  private static final String[] NO_ARGUMENTS = {};

  private final String title;
  private final ClassLoader loader;
  private final Class<?> type;
  private final boolean task;
  private final Call call;

  private Entry(String title, ClassLoader loader, Class<?> type, boolean task, Call call) {
    this.title = title;
    this.loader = loader;
    this.type = type;
    this.task = task;
    this.call = call;
  }

  static Entry prepare(Launch launch) throws StartFailure {
    if (launch instanceof Launch.Module module) {
      Layer layer = Layer.build(module);
      Class<?> type = layer.mainClass();
      return find(module.name() + "/" + type.getName(), layer.loader(), type);
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
        return new Entry(title, loader, type, true, Call.of(type, null));
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
      return new Entry(title, loader, type, false, Call.of(type, main));
    } catch (LinkageError e) {
      throw new StartFailure("class " + type.getName() + " cannot be linked: " + e, e);
    } catch (IllegalAccessException e) {
      throw new StartFailure(
          "class " + type.getName() + " cannot be reached: " + e.getMessage(), e);
    }
  }

  /** Whether it is a Task, and no main method. */
  boolean task() {
    return task;
  }

  /** Makes this JVM look like one that plain java started with the program. */
  void enter(List<String> arguments) {
    Thread.currentThread().setContextClassLoader(loader);
    StringBuilder command = new StringBuilder(title);
    for (String argument : arguments) {
      command.append(' ').append(argument);
    }
    boolean named = type.getModule().isNamed();
    look(command.toString(), named ? type.getModule().getName() : "", named ? type.getName() : "");
  }

  /** What a JVM tells of how it was started; empty for nothing. */
  static void look(String command, String module, String mainClass) {
    System.setProperty("sun.java.command", command);
    set("jdk.module.main", module);
    set("jdk.module.main.class", mainClass);
  }

  private static void set(String key, String value) {
    if (value.isEmpty()) {
      System.clearProperty(key);
    } else {
      System.setProperty(key, value);
    }
  }

  /** Runs the user's code on this thread until it ends, and throws what it throws. */
  void run(Context context) throws Throwable {
    if (task) {
      ((Task) Objects.requireNonNull(call.apply(NO_ARGUMENTS))).run(context);
    } else {
      call.apply(context.arguments().toArray(NO_ARGUMENTS));
    }
  }
}
