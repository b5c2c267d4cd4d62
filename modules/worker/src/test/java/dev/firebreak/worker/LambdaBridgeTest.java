package dev.firebreak.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.firebreak.api.SerializableBiFunction;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.SerializableRunnable;
import dev.firebreak.link.Board;
import dev.firebreak.link.Codec;
import java.io.FileNotFoundException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each kind of lambda, by its bridge and by the JDK's way; both must do the same. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LambdaBridgeTest {
  private static final AtomicInteger RUNS = new AtomicInteger();

  record Point(int x, long y) {
    private int sum(int z) {
      return x + (int) y + z;
    }

    static Point of(Integer x) {
      return new Point(x, 2);
    }
  }

  interface Greeter {
    String greet(String name);

    static String loud(String name) {
      return name + "!";
    }

    default SerializableCallable<String> polite() {
      return () -> hidden() + greet("you");
    }

    private String hidden() {
      return "dear ";
    }
  }

  record English(String word) implements Greeter, Serializable {
    @Override
    public String greet(String name) {
      return word + name;
    }
  }

  private static class Base implements Serializable {
    private static final long serialVersionUID = 1;

    String name() {
      return "base";
    }
  }

  private static final class Derived extends Base {
    private static final long serialVersionUID = 1;

    @Override
    String name() {
      return "derived of " + super.name();
    }

    SerializableCallable<String> own() {
      return this::name;
    }

    SerializableCallable<String> parents() {
      return super::name;
    }
  }

  @Test
  void staticOnes() throws Throwable {
    assertCalls("1b", (SerializableBiFunction<Integer, String, String>) (a, b) -> a + b, 1, "b");
    assertCalls(3, (SerializableFunction<Integer, Integer>) Math::abs, -3);
    assertCalls(new Point(4, 2), (SerializableFunction<Integer, Point>) Point::of, 4);
    assertCalls("a!", (SerializableFunction<String, String>) Greeter::loud, "a");
  }

  @Test
  void instanceOnes() throws Throwable {
    Point point = new Point(1, 2);
    Greeter english = new English("hello ");
    assertCalls(3, (SerializableFunction<String, Integer>) String::length, "abc");
    assertCalls("abc", (SerializableBiFunction<String, String, String>) String::concat, "ab", "c");
    assertCalls(6, (SerializableFunction<Integer, Integer>) point::sum, 3);
    assertCalls(6, (SerializableBiFunction<Point, Integer, Integer>) Point::sum, point, 3);
    assertCalls("hello you", (SerializableFunction<String, String>) english::greet, "you");
    assertCalls(2, (SerializableFunction<List<Integer>, Integer>) List::size, List.of(1, 2));
    assertCalls("dear hello you", english.polite());
    assertCalls("derived of base", new Derived().own());
    assertCalls("base", new Derived().parents());
  }

  @Test
  void constructors() throws Throwable {
    assertCalls(new Point(1, 2), (SerializableBiFunction<Integer, Long, Point>) Point::new, 1, 2L);
    assertCalls(new ArrayList<>(), (SerializableCallable<List<String>>) ArrayList::new);
    assertCalls("new", (SerializableFunction<String, String>) String::new, "new");
  }

  @Test
  void capturedOfEachType() throws Throwable {
    boolean z = true;
    byte b = 1;
    short s = 2;
    char c = 'c';
    int i = 4;
    long j = 5;
    float f = 6;
    double d = 7;
    String text = "t";
    int[] array = {1, 2};
    Object nothing = null;
    assertCalls(
        "true12c456.07.0t2nullx",
        (SerializableFunction<String, String>)
            x -> "" + z + b + s + c + i + j + f + d + text + array.length + nothing + x,
        "x");
    assertCalls(18.0, (SerializableFunction<Double, Double>) x -> d + j + f + x - 1, 1.0);
  }

  @Test
  void resultsOfEachType() throws Throwable {
    assertCalls(true, (SerializableFunction<String, Boolean>) String::isEmpty, "");
    assertCalls((byte) 7, (SerializableFunction<Integer, Byte>) Integer::byteValue, 7);
    assertCalls((short) 7, (SerializableFunction<Integer, Short>) Integer::shortValue, 7);
    assertCalls('b', (SerializableBiFunction<String, Integer, Character>) String::charAt, "ab", 1);
    assertCalls(7L, (SerializableFunction<Integer, Long>) Integer::longValue, 7);
    assertCalls(7f, (SerializableFunction<Integer, Float>) Integer::floatValue, 7);
    assertCalls(7d, (SerializableFunction<Integer, Double>) Integer::doubleValue, 7);
  }

  @Test
  void argumentsThatAreWidened() throws Throwable {
    assertCalls(7L, (SerializableFunction<Integer, Long>) LambdaBridgeTest::wide, 7);
    assertCalls(8d, (SerializableFunction<Integer, Double>) LambdaBridgeTest::wider, 7);
    assertCalls(8d, (SerializableFunction<Long, Double>) LambdaBridgeTest::wider, 7L);
    assertCalls(8d, (SerializableFunction<Float, Double>) LambdaBridgeTest::wider, 7f);
    assertCalls(8d, (SerializableFunction<Character, Double>) LambdaBridgeTest::wider, (char) 7);
    assertCalls(7f, (SerializableFunction<Long, Float>) LambdaBridgeTest::floating, 7L);
    assertCalls(7L, (SerializableFunction<Object, Long>) x -> (long) (Integer) x, 7);
  }

  private static long wide(long value) {
    return value;
  }

  private static double wider(double value) {
    return value + 1;
  }

  private static float floating(float value) {
    return value;
  }

  @Test
  void withoutResult() throws Throwable {
    int before = RUNS.get();

    assertCalls(null, (SerializableRunnable) () -> RUNS.incrementAndGet());
    assertCalls(null, (SerializableRunnable) RUNS::incrementAndGet);
    assertCalls(null, (SerializableRunnable) System::nanoTime);

    assertEquals(before + 3, RUNS.get(), "of four runs, one was of a captured copy");
  }

  @Test
  void otherInterfaces() throws Throwable {
    assertCalls("c", (Callable<String> & Serializable) () -> "c");
    assertCalls(null, (Runnable & Serializable) () -> {});
  }

  @Test
  void checkedExceptionComesAsItIs() throws Throwable {
    Callee callee =
        bridged(
            (SerializableCallable<String>)
                () -> {
                  throw new FileNotFoundException("gone");
                },
            0);

    assertThrows(FileNotFoundException.class, () -> callee.call(null, null));
  }

  @Test
  void argumentOfAnotherType() throws Throwable {
    Callee callee = bridged((SerializableFunction<Integer, Integer>) x -> x + 1, 1);

    assertThrows(ClassCastException.class, () -> callee.call("text", null));
    assertEquals(2, callee.call(1, null), "and it is as good as before");
  }

  @Test
  void wrongNumberOfArguments() {
    SerializableFunction<Integer, Integer> function = x -> x + 1;

    Fault fault = assertThrows(Fault.class, () -> bridged(function, 2));

    assertEquals(Board.NOT_DECODED, fault.kind());
  }

  private static void assertCalls(Object expected, Object function, Object... arguments)
      throws Throwable {
    Object first = arguments.length > 0 ? arguments[0] : null;
    Object second = arguments.length > 1 ? arguments[1] : null;

    Callee bridged = bridged(function, arguments.length);
    assertInstanceOf(Callee.Bridged.class, bridged);
    assertEquals(expected, bridged.call(first, second));
    assertEquals(expected, Callee.of(function, arguments.length).call(first, second));
  }

  private static Callee bridged(Object function, int arguments) throws Exception {
    byte[] bytes = new Parent(null, null).function(function);
    try (Loop types = new Loop(null)) {
      return new Functions(types, new Codec(types)).read(bytes, 0, bytes.length, arguments);
    }
  }
}
