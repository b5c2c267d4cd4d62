/* Prints:
 *   granted java.xml, a task sees of the JDK: [java.base, java.xml]
 *   granted java.sql, it sees what that requires, too: [java.base, java.logging, java.sql, java.transaction.xa, java.xml]
 *   a class that was not granted: java.net.http.HttpClient is not there
 */
package dev.firebreak.lab;

import dev.firebreak.api.Grants;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.processes.ProcessPool;
import java.util.List;

/**
 * What a task may see: of the JDK, the modules that it was granted are all that its JVM has. Native
 * access, Unsafe and agents are granted by capabilities; without a word a task has none of them.
 */
public final class Sample25Grants {
  private Sample25Grants() {}

  /** Looks around in pools of different grants. */
  public static void main(String[] args) throws Exception {
    try (Pool pool = ProcessPool.open(PoolOptions.DEFAULT.with(Grants.of("java.xml")))) {
      System.out.println(
          "granted java.xml, a task sees of the JDK: " + pool.submit(() -> modules()).join());
    }

    try (Pool pool = ProcessPool.open(PoolOptions.DEFAULT.with(Grants.of("java.sql")))) {
      System.out.println(
          "granted java.sql, it sees what that requires, too: "
              + pool.submit(() -> modules()).join());

      String client = "java.net.http.HttpClient";
      System.out.println(
          "a class that was not granted: " + pool.apply(Sample25Grants::look, client).join());
    }
  }

  static List<String> modules() {
    return ModuleLayer.boot().modules().stream()
        .map(Module::getName)
        .filter(name -> name.startsWith("java."))
        .sorted()
        .toList();
  }

  static String look(String type) {
    try {
      Class.forName(type);
      return type + " is there";
    } catch (ClassNotFoundException e) {
      return type + " is not there";
    }
  }
}
