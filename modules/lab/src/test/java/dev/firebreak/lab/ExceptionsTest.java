package dev.firebreak.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Outcome;
import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolFuture;
import dev.firebreak.api.RemoteException;
import dev.firebreak.api.TaskException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/**
 * An exception of a task always comes back: as itself where that can be, or as what stands for it.
 */
@SuppressWarnings("InfiniteRecursion") // that is the fault
class ExceptionsTest extends OnBothHomes {
  /** Rebuilt: it has a public constructor for a message. */
  public static final class Torn extends Exception {
    private static final long serialVersionUID = 1;

    public Torn(String message) {
      super(message);
    }
  }

  /** Not rebuilt: nobody knows what to give its constructor. */
  static final class Odd extends RuntimeException {
    private static final long serialVersionUID = 1;

    Odd(int code, Thread thread) {
      super("code " + code + " in " + (thread == null ? "none" : "one"));
    }
  }

  static final class Silent extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message for you");
    }
  }

  /** Its causes never end. */
  static final class Endless extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable getCause() {
      return new Endless();
    }
  }

  private static int deep(int left) throws Torn {
    if (left == 0) {
      throw new Torn("at the bottom");
    }
    return deep(left - 1) + 1;
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void comesBackAsItsOwnClassWithTheStackOfTheWorker() {
    Pool pool = open(1);

    Throwable thrown = failure(pool.submit(() -> deep(3)));

    assertEquals(Torn.class, thrown.getClass());
    assertEquals("at the bottom", thrown.getMessage());
    StackTraceElement[] stack = thrown.getStackTrace();
    assertEquals("deep", stack[0].getMethodName());
    assertEquals(ExceptionsTest.class.getName(), stack[0].getClassName());
    assertEquals("ExceptionsTest.java", stack[0].getFileName());
    assertEquals(
        4, Arrays.stream(stack).filter(frame -> frame.getMethodName().equals("deep")).count());
  }

  @Test
  void localStackIsAroundIt() {
    Pool pool = open(1);
    PoolFuture<Integer> future = pool.submit(() -> deep(0));

    ExecutionException got = assertThrows(ExecutionException.class, future::get);
    TaskException joined = assertThrows(TaskException.class, future::join);

    assertTrue(trace(got).contains("localStackIsAroundIt"), trace(got));
    assertTrue(trace(got).contains("ExceptionsTest.deep"), trace(got));
    assertSame(got.getCause(), joined.getCause());
    assertTrue(joined.getMessage().contains("at the bottom"), joined.getMessage());
    assertTrue(joined.getMessage().contains("ExceptionsTest"), "it says which task");
    assertSame(
        joined.getCause(),
        assertInstanceOf(Outcome.Failure.class, future.outcome()).exception().getCause());
  }

  @Test
  void causesAndSuppressed() {
    Pool pool = open(1);

    Throwable thrown =
        failure(
            pool.submit(() -> {
              IllegalStateException top =
                  new IllegalStateException(
                      "top", new UncheckedIOException(new IOException("disk")));
              top.addSuppressed(new Torn("beside"));
              throw top;
            }));

    assertEquals("top", thrown.getMessage());
    assertEquals(UncheckedIOException.class, thrown.getCause().getClass());
    assertEquals("disk", thrown.getCause().getCause().getMessage());
    assertEquals(1, thrown.getSuppressed().length);
    assertEquals(Torn.class, thrown.getSuppressed()[0].getClass());
  }

  @Test
  void errorsComeBackToo() {
    Pool pool = open(1);

    assertEquals(
        AssertionError.class,
        failure(
                pool.submit(() -> {
                  throw new AssertionError("2 + 2");
                }))
            .getClass());
    assertEquals(ArithmeticException.class, failure(pool.apply((a, b) -> a / b, 1, 0)).getClass());
    assertEquals(1, pool.submit(() -> 1).join());
  }

  @Test
  void oneThatCannotBeRebuiltHasAStandIn() {
    Pool pool = open(1);

    Throwable thrown =
        failure(
            pool.submit(() -> {
              throw new Odd(7, null);
            }));

    RemoteException remote = assertInstanceOf(RemoteException.class, thrown);
    assertEquals(Odd.class.getName(), remote.type());
    assertEquals("code 7 in none", remote.getMessage());
    assertEquals(Odd.class.getName() + ": code 7 in none", remote.toString());
    assertTrue(trace(remote).contains("ExceptionsTest"), trace(remote));
  }

  @Test
  void exceptionsOfAnotherJvmPrintAsTheOriginal() {
    Pool pool = open(1);

    String trace =
        trace(
            failure(
                pool.submit(() -> {
                  throw new IllegalStateException("outer", new Odd(1, null));
                })));

    assertTrue(trace.startsWith("java.lang.IllegalStateException: outer\n\tat "), trace);
    assertTrue(trace.contains("Caused by: " + Odd.class.getName() + ": code 1 in none"), trace);
  }

  @Test
  void brokenMethodsOfAnExceptionHarmNothing() {
    Pool pool = open(1);

    PoolFuture<Integer> silent =
        pool.submit(() -> {
          throw new Silent();
        });
    PoolFuture<Integer> endless =
        pool.submit(() -> {
          throw new Endless();
        });

    assertTrue(trace(failure(silent)).contains("Silent"), trace(failure(silent)));
    assertTrue(trace(failure(endless)).contains("Endless"));
    assertEquals(1, pool.submit(() -> 1).join());
    assertEquals(1, pool.workers().getFirst().generation());
  }

  @Test
  void circleOfCauses() {
    Pool pool = open(1);

    Throwable thrown =
        failure(
            pool.submit(() -> {
              Exception first = new Exception("first");
              Exception second = new Exception("second", first);
              first.initCause(second);
              throw first;
            }));

    assertEquals("first", thrown.getMessage());
    assertEquals("second", thrown.getCause().getMessage());
    assertEquals(1, pool.submit(() -> 1).join());
  }

  @Test
  void hugeMessageIsCut() {
    Pool pool = open(1);

    Throwable thrown =
        failure(
            pool.submit(() -> {
              throw new IllegalStateException("x".repeat(50 << 20));
            }));

    assertTrue(thrown.getMessage().length() < 100_000);
    assertTrue(thrown.getMessage().startsWith("xxx"));
  }

  @Test
  void checkedExceptionsNeedNoWrapping() throws Exception {
    Pool pool = open(1);

    assertEquals(
        IOException.class,
        failure(
                pool.apply(
                    x -> {
                      if (x > 0) {
                        throw new IOException("disk");
                      }
                      return x;
                    },
                    1))
            .getClass());
    assertFalse(pool.isShutdown());
  }

  @Test
  void exceptionAsAResultIsAValue() throws Exception {
    Pool pool = open(1);

    Exception value = pool.submit(() -> new Torn("a value")).get();

    assertEquals(Torn.class, value.getClass());
    assertEquals("a value", value.getMessage());
  }
}
