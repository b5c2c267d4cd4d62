package dev.firebreak.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An exception always comes back, as itself or as a stand-in that says the same. */
@Timeout(60)
class CodecThrowableTest {
  public static class Own extends Exception {
    private static final long serialVersionUID = 1;

    public Own(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Says something else than what it is given. */
  public static class Changing extends Exception {
    private static final long serialVersionUID = 1;

    public Changing(String message) {
      super(message + "!");
    }
  }

  private static class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no stack");
    }
  }

  static Stream<Throwable> rebuilt() {
    return Stream.of(
        new IllegalArgumentException("a"),
        new NullPointerException(),
        new IOException(null, new IllegalStateException("why")),
        new ExecutionException(new Own("x", null)),
        new UncheckedIOException("m", new IOException("c")),
        new UncheckedIOException(new IOException("c")),
        new AssertionError("detail"),
        new AssertionError("detail", new Error()),
        new ArrayIndexOutOfBoundsException(3),
        new StackOverflowError(),
        new OutOfMemoryError("heap"),
        new NumberFormatException("for input"),
        new ClassNotFoundException("x.Y"),
        new Own("own", new Own("cause", null)));
  }

  @ParameterizedTest
  @MethodSource("rebuilt")
  void isRebuiltAsItself(Throwable thrown) throws CodecException {
    thrown.addSuppressed(new IllegalStateException("suppressed"));

    Throwable arrived = Side.through(thrown, Side.parent());

    assertEquals(thrown.getClass(), arrived.getClass());
    assertEquals(printed(thrown), printed(arrived));
  }

  @Test
  void anotherMessageMakesAStandIn() throws CodecException {
    Changing thrown = new Changing("m");

    Side.StandIn arrived =
        assertInstanceOf(Side.StandIn.class, Side.through(thrown, Side.parent()));

    assertEquals(Changing.class.getName(), arrived.told.type());
    assertEquals("m!", arrived.told.message());
    assertEquals(thrown.toString(), arrived.told.text());
    assertEquals(Arrays.toString(thrown.getStackTrace()), Arrays.toString(arrived.told.stack()));
  }

  @Test
  void aClassWithoutAUsualConstructorMakesAStandIn() throws CodecException {
    DateTimeParseException thrown = new DateTimeParseException("bad", "2025", 3);

    Throwable arrived = Side.through(new Own("outer", thrown), Side.parent());

    assertInstanceOf(Own.class, arrived);
    assertInstanceOf(Side.StandIn.class, arrived.getCause());
  }

  @Test
  void aClassThatIsNotAllowedMakesAStandIn() throws CodecException {
    Side parent = Side.parent();
    parent.refused.add(Own.class);

    Throwable arrived = Side.through(new Own("outer", new IOException("inner")), parent);

    Side.StandIn standIn = assertInstanceOf(Side.StandIn.class, arrived);
    assertInstanceOf(IOException.class, standIn.told.cause());
  }

  @Test
  void itsOwnMethodsThrow() throws CodecException {
    Broken thrown = new Broken();
    thrown.addSuppressed(new IOException("s"));

    Side.StandIn arrived =
        assertInstanceOf(Side.StandIn.class, Side.through(thrown, Side.parent()));

    assertEquals(Broken.class.getName(), arrived.told.type());
    assertTrue(arrived.told.text().contains("whose toString threw"), arrived.told.text());
    assertEquals(
        List.of("s"), arrived.told.suppressed().stream().map(t -> t.getMessage()).toList());
    assertNull(arrived.told.cause());
  }

  @Test
  void causesRunInACircle() throws CodecException {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);
    a.addSuppressed(b);

    Throwable arrived = Side.through(a, Side.parent());

    assertEquals("a", arrived.getMessage());
    assertEquals("b", arrived.getCause().getMessage());
    assertEquals(
        "[CIRCULAR REFERENCE: java.lang.Exception: a]", arrived.getCause().getCause().getMessage());
  }

  @Test
  void thereAreFarTooMany() throws CodecException {
    String text = "x".repeat(20_000);
    Exception deep = new Exception("0");
    for (int i = 1; i < 1_000; i++) {
      deep = new Exception("" + i, deep);
      for (int k = 0; k < 100; k++) {
        Exception suppressed = new Exception(text);
        suppressed.addSuppressed(new Exception(text));
        deep.addSuppressed(suppressed);
      }
    }

    Throwable arrived = Side.through(deep, Side.parent());

    int causes = 0;
    for (Throwable cause = arrived; cause != null; cause = cause.getCause()) {
      causes++;
    }
    assertEquals(65, causes);
  }

  @Test
  void itIsLargerThanTheLimit() throws CodecException {
    Encoder encoder = new Codec(Side.child()).encoder();
    encoder.limit(300);

    encoder.throwable(new IOException("x".repeat(10_000)));
    Decoder decoder = new Codec(Side.parent()).decoder().of(encoder.array(), 0, encoder.size());
    Throwable arrived = decoder.throwable();

    assertTrue(encoder.size() < 300, "" + encoder.size());
    assertEquals("java.io.IOException: (nothing more of it could be sent)", arrived.toString());
  }

  @Test
  void aLongStackLosesItsMiddle() throws CodecException {
    StackTraceElement[] stack = new StackTraceElement[5000];
    for (int i = 0; i < stack.length; i++) {
      stack[i] = new StackTraceElement("C", "m" + i, "C.java", i);
    }
    Exception thrown = new Exception();
    thrown.setStackTrace(stack);

    StackTraceElement[] arrived = Side.through(thrown, Side.parent()).getStackTrace();

    assertEquals(Throwables.MOST_FRAMES, arrived.length);
    assertEquals(stack[0], arrived[0]);
    assertEquals(stack[4999], arrived[arrived.length - 1]);
  }

  @Test
  void exceptionsAreValuesToo() throws CodecException {
    List<?> arrived = (List<?>) Side.up(List.of(new IOException("x"), 1));

    assertEquals("x", ((IOException) arrived.get(0)).getMessage());
    assertSame(1, arrived.get(1));
  }

  private static String printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
