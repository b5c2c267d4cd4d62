import dev.firebreak.api.Task;
import dev.firebreak.api.TaskContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** The programs of WorkerTest and AsPlainJavaTest, on a class path. */
class Programs {}

class Facts {
  public static void main(String[] args) throws Exception {
    Thread main = Thread.currentThread();
    System.out.println("arguments " + Arrays.toString(args));
    System.out.println("thread " + main);
    System.out.println("context loader " + name(main.getContextClassLoader()));
    System.out.println("own loader " + name(Facts.class.getClassLoader()));
    System.out.println("system loader " + name(ClassLoader.getSystemClassLoader()));
    System.out.println("parent loader " + name(Facts.class.getClassLoader().getParent()));
    System.out.println("class path " + System.getProperty("java.class.path"));
    System.out.println("command " + System.getProperty("sun.java.command"));
    System.out.println("main module " + System.getProperty("jdk.module.main"));
    System.out.println("module " + Facts.class.getModule().isNamed());
    Thread[] threads = new Thread[100];
    int count = main.getThreadGroup().enumerate(threads);
    System.out.println("threads of the group " + Arrays.asList(threads).subList(0, count));
    System.out.println("resource " + (Facts.class.getResource("/note.txt") != null));
    System.out.println(
        "resource by context " + (main.getContextClassLoader().getResource("note.txt") != null));
    for (Runnable service : ServiceLoader.load(Runnable.class)) {
      System.out.println("service " + service.getClass().getName());
    }
  }

  static String name(ClassLoader loader) {
    return loader.getClass().getName();
  }
}

class Service implements Runnable {
  public Service() {}

  public void run() {}
}

class Returns {
  public static void main(String[] args) {}
}

class InstanceMain {
  void main() {
    System.out.println("instance");
  }
}

class InheritedMain extends InstanceMain {}

class Throws {
  public static void main(String[] args) {
    try {
      deeper();
    } catch (RuntimeException e) {
      RuntimeException outer = new IllegalStateException("outer", e);
      outer.addSuppressed(new RuntimeException("beside"));
      throw outer;
    }
  }

  static void deeper() {
    throw new RuntimeException("inner");
  }
}

class ThrowsWhenInitialized {
  static final int VALUE = Integer.parseInt("x");

  public static void main(String[] args) {}
}

class ThrowsInConstructor {
  ThrowsInConstructor() throws Exception {
    throw new Exception("checked");
  }

  void main(String[] args) {}
}

class ThrowsChecked {
  public static void main(String[] args) throws Exception {
    throw new java.io.IOException("checked");
  }
}

class ThrowsItsOwnInitializerError {
  public static void main(String[] args) {
    throw new ExceptionInInitializerError(new IllegalStateException("its own"));
  }
}

class NeedsWhatIsNotThere {
  public static void main(String[] args) throws Exception {
    Class.forName("ThrowsWhenInitialized");
  }
}

class Überfällig𝒳 {
  static void main(String[] args) {
    System.out.println("letters of two, three and more bytes");
  }
}

interface InInterface {
  static void main(String[] args) {
    System.out.println("in an interface " + args.length);
  }
}

class Bare {
  protected static void main() {
    System.out.println("bare");
  }
}

class ThrowsInThread {
  public static void main(String[] args) throws Exception {
    Thread thread = new Thread(() -> { throw new RuntimeException("elsewhere"); }, "elsewhere");
    thread.start();
    thread.join();
  }
}

class OwnHandler {
  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler((t, e) -> System.out.println("mine: " + e));
    throw new RuntimeException("thrown");
  }
}

class Exits {
  public static void main(String[] args) {
    System.exit(7);
  }
}

class Exits256 {
  public static void main(String[] args) {
    System.exit(256);
  }
}

class Halts {
  public static void main(String[] args) {
    Runtime.getRuntime().halt(42);
  }
}

class Lingers {
  public static void main(String[] args) {
    Thread main = Thread.currentThread();
    new Thread(() -> {
      try {
        main.join();
        System.out.println("after main");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }).start();
  }
}

class ThrowsAndLingers {
  public static void main(String[] args) {
    Lingers.main(args);
    throw new RuntimeException("thrown");
  }
}

class Hooked {
  public static void main(String[] args) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
    System.out.println("waiting");
    Thread.currentThread().join();
  }
}

class DirectMemory {
  static final List<ByteBuffer> HELD = new ArrayList<>();

  public static void main(String[] args) {
    while (true) {
      HELD.add(ByteBuffer.allocateDirect(1 << 20));
    }
  }
}

class Metaspace {
  static final List<Class<?>> HELD = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    byte[] bytes = Metaspace.class.getResourceAsStream("Programs.class").readAllBytes();
    while (true) {
      HELD.add(new ClassLoader() {
        Class<?> define() {
          return defineClass(bytes, 0, bytes.length);
        }
      }.define());
    }
  }
}

class LargestArray {
  public static void main(String[] args) {
    System.out.println(new int[Integer.MAX_VALUE].length);
  }
}

class ThreadsRunOut {
  public static void main(String[] args) {
    // No system maps a stack of 64 TB; the JVM says what it says when there are too many threads.
    new Thread(null, () -> {}, "vast", 1L << 46).start();
  }
}

class TalksToNobody implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    for (int i = 0; i < 40; i++) {
      Thread other = new Thread(() -> { throw new RuntimeException("x".repeat(8_000)); });
      other.start();
      other.join();
    }
    context.progress("a note");
    context.ready();
    System.out.println("not held up");
  }
}

class OutOfMemoryByHand {
  public static void main(String[] args) throws Exception {
    Thread thread = new Thread(() -> { throw new OutOfMemoryError("by hand"); }, "hungry");
    thread.start();
    Thread.currentThread().join();
  }
}

class Busy {
  public static void main(String[] args) {
    while (true) {
      Thread.onSpinWait();
    }
  }
}

class MissesSql {
  public static void main(String[] args) throws Exception {
    Class.forName("java.sql.Connection");
  }
}

class Reaches {
  public static void main(String[] args) throws Exception {
    for (String name : List.of("dev.firebreak.worker.Child", "dev.firebreak.link.Link")) {
      try {
        var member = Class.forName(name, false, ClassLoader.getSystemClassLoader()).getDeclaredMethods()[0];
        member.setAccessible(true);
        System.out.println("reached " + member);
      } catch (ReflectiveOperationException | RuntimeException e) {
        System.out.println(e.getClass().getSimpleName());
      }
    }
  }
}

class Worker implements Task {
  static { System.out.println("initialized"); }

  private Worker() {}

  @Override
  public void run(TaskContext context) throws Exception {
    System.out.println(context.name() + " " + context.generation() + " " + context.arguments());
    for (int i = 0; i < 1000; i++) {
      context.progress();
      context.progress("note " + i);
    }
    context.ready();
    context.ready();
    while (!context.stopping()) {
      Thread.onSpinWait();
    }
    System.out.println("stopped");
  }
}

class Sleeper implements Task {
  @Override
  public void run(TaskContext context) throws Exception {
    context.ready();
    new java.util.concurrent.CountDownLatch(1).await();
  }
}

class Logs {
  public static void main(String[] args) {
    System.getLogger("x").log(System.Logger.Level.INFO, "logged");
  }
}
