package dev.firebreak.worker;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the main method as the Java Language Specification, 12.1.4, has it: one with {@code
 * String[]} before one without parameters, a public one before others, each looked for in the
 * class, its interfaces, then its superclass; never a private one.
 */
final class MainMethod {
  private MainMethod() {}

  static @Nullable Method of(Class<?> type) {
    Method method = find(type, true, String[].class);
    if (method == null) {
      method = find(type, false, String[].class);
    }
    if (method == null || !usable(method)) {
      method = find(type, false);
    }
    return method != null && usable(method) ? method : null;
  }

  private static boolean usable(Method method) {
    return method.getReturnType() == void.class && !Modifier.isPrivate(method.getModifiers());
  }

  private static @Nullable Method find(Class<?> type, boolean publicOnly, Class<?>... parameters) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      Method method = declared(at, publicOnly, parameters);
      if (method == null) {
        method = inInterfaces(at, publicOnly, parameters);
      }
      if (method != null) {
        return method;
      }
    }
    return null;
  }

  private static @Nullable Method inInterfaces(
      Class<?> type, boolean publicOnly, Class<?>... parameters) {
    for (Class<?> face : type.getInterfaces()) {
      Method method = declared(face, publicOnly, parameters);
      if (method != null && method.isDefault()) {
        return method;
      }
      method = inInterfaces(face, publicOnly, parameters);
      if (method != null) {
        return method;
      }
    }
    return null;
  }

  private static @Nullable Method declared(
      Class<?> type, boolean publicOnly, Class<?>... parameters) {
    try {
      Method method = type.getDeclaredMethod("main", parameters);
      return publicOnly && !Modifier.isPublic(method.getModifiers()) ? null : method;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
