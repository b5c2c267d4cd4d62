package app;

import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.function.Supplier;

class Main {
  static void main(String[] args) {
    Thread main = Thread.currentThread();
    System.out.println("arguments " + Arrays.toString(args));
    System.out.println("thread " + main);
    System.out.println("module " + Main.class.getModule());
    System.out.println("class path [" + System.getProperty("java.class.path") + "]");
    System.out.println("main module " + System.getProperty("jdk.module.main"));
    System.out.println("main class " + System.getProperty("jdk.module.main.class"));
    System.out.println(
        "context is own " + (main.getContextClassLoader() == Main.class.getClassLoader()));
    System.out.println("resource " + (Main.class.getResource("/note.txt") != null));
    for (Supplier<?> service : ServiceLoader.load(Supplier.class)) {
      System.out.println("service " + service.get());
    }
    try {
      Class<?> type = Class.forName("dev.firebreak.worker.Child", false, ClassLoader.getSystemClassLoader());
      type.getDeclaredMethods()[0].setAccessible(true);
      System.out.println("reached");
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.out.println("not reached");
    }
    throw new IllegalStateException("end of app");
  }
}
