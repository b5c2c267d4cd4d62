package dev.firebreak.launcher;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Hears the signals that this process gets. A JVM's shutdown hooks would not do: while they run,
 * further signals are ignored, so that a second Ctrl-C could not end at once what the first began
 * to stop.
 *
 * <p>{@code sun.misc.Signal} is the only way in Java, and the compiler warns of its name in a way
 * that cannot be suppressed; so it is called by reflection, and {@code -Werror} stays.
 */
final class Signals {
  private Signals() {}

  /**
   * Calls on a thread of the JVM's each time the signal comes.
   *
   * @param name without SIG
   * @return false if this process was started with the signal ignored, as by nohup, or its JVM
   *     keeps it for itself
   */
  static boolean on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object hears =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "equals" -> false; // the JVM never asks
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "firebreak's handler of SIG" + name;
                  });
      Object before =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), hears);
      return !before.equals(handler.getField("SIG_IGN").get(null));
    } catch (InvocationTargetException e) {
      return false; // the JVM was started with -Xrs, or the system has no such signal
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
    }
  }
}
