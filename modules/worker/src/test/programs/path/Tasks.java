import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.SerializableRunnable;
import dev.firebreak.api.WorkContext;
import java.util.ArrayList;
import java.util.List;

/** The tasks of ServingTest, on a class path; what it asks for by name. */
public class Tasks {
  private static int calls;

  public static Object named(String name) {
    return switch (name) {
      case "add" -> (SerializableFunction<Integer, Integer>) x -> x + 1;
      case "pid" -> (SerializableCallable<Long>) () -> ProcessHandle.current().pid();
      case "exit" -> (SerializableFunction<Integer, Integer>)
          status -> {
            System.exit(status);
            return status;
          };
      case "throw" -> (SerializableCallable<String>) Tasks::thrower;
      case "overflow" -> (SerializableFunction<Integer, Integer>) Tasks::deeper;
      case "hungry" -> (SerializableCallable<Integer>)
          () -> {
            List<long[]> all = new ArrayList<>();
            while (true) {
              all.add(new long[1 << 20]);
            }
          };
      case "spin" -> (SerializableRunnable)
          () -> {
            System.out.println("spinning");
            while (!WorkContext.current().cancelled()) {
              Thread.onSpinWait();
            }
          };
      case "forever" -> (SerializableRunnable)
          () -> {
            System.out.println("spinning");
            while (true) {
              Thread.onSpinWait();
            }
          };
      case "print" -> (SerializableFunction<String, Integer>)
          text -> {
            System.out.print(text);
            System.err.write('e');
            return ++calls;
          };
      case "quiet" -> (SerializableCallable<Integer>) () -> ++calls;
      case "bytes" -> (SerializableFunction<Integer, byte[]>) byte[]::new;
      case "hello" -> (SerializableRunnable) () -> System.out.println("hello");
      case "goodbye" -> (SerializableRunnable) () -> System.out.println("goodbye");
      case "refuse" -> (SerializableRunnable)
          () -> {
            throw new IllegalStateException("not today");
          };
      case "thread" -> (SerializableRunnable)
          () -> new Thread(() -> {
            while (true) {
              Thread.onSpinWait();
            }
          }).start();
      case "broken" -> Broken.task();
      case "library" -> (SerializableCallable<String>)
          () -> Thread.currentThread().getContextClassLoader().getResource("note.txt") + "";
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String thrower() {
    throw new IllegalStateException("thrown", new IllegalArgumentException("cause"));
  }

  private static int deeper(int x) {
    return deeper(x + 1) + 1;
  }
}

/** Whose initializer throws where it is told to. */
class Broken {
  static {
    if (Boolean.getBoolean("broken")) {
      throw new IllegalStateException("broken");
    }
  }

  static Object task() {
    return (SerializableCallable<String>) () -> "whole";
  }
}
