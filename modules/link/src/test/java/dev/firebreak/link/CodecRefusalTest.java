package dev.firebreak.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be sent, or may not be built, is named with the way to it. */
@Timeout(60)
class CodecRefusalTest {
  private record Holder(String name, Object held) {}

  private record Picky(int size) {
    Picky {
      if (size < 0) {
        throw new IllegalArgumentException("size " + size);
      }
    }
  }

  private record Failing(int size) {
    @Override
    @SuppressWarnings("UnusedMethod") // the codec calls it
    public int size() {
      throw new IllegalStateException("no size");
    }
  }

  private enum Mood {
    GOOD,
    BAD
  }

  /** Serializable, with what is not. */
  private static class Context implements Serializable {
    private static final long serialVersionUID = 1;

    private final String user = "u";
    private final transient Object skipped = new Object();

    @SuppressWarnings("serial") // that is what it is for
    private final Object connection;

    Context(Object connection) {
      this.connection = connection;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Context context
          && user.equals(context.user)
          && (skipped == null) != (context.skipped == null)
          && connection.equals(context.connection);
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  private static final class Initialized {
    static boolean done;
  }

  private enum Unwanted {
    ONE;

    static {
      Initialized.done = true;
    }
  }

  private static class Plain {}

  static Stream<Arguments> ways() {
    Socket culprit = new Socket();
    return Stream.of(
        Arguments.of(culprit, "task"),
        Arguments.of(List.of(1, culprit), "task[1]"),
        Arguments.of(new Holder("a", culprit), "task.held"),
        Arguments.of(new Holder("a", new Holder("b", List.of(culprit))), "task.held.held[0]"),
        Arguments.of(Map.of("k", culprit), "task[\"k\"]"),
        Arguments.of(new TreeMap<>(Map.of(7, culprit)), "task[7]"),
        Arguments.of(Map.of(culprit, 1), "task.keySet()"),
        Arguments.of(Map.entry(1, culprit), "task.getValue()"),
        Arguments.of(Optional.of(culprit), "task.get()"),
        Arguments.of(new Object[] {1, new Object[] {culprit}}, "task[1][0]"),
        Arguments.of(Collections.unmodifiableList(Arrays.asList(null, culprit)), "task[1]"),
        Arguments.of(new Context(culprit), "task.connection"),
        Arguments.of(
            new Holder("a", new Context(new ArrayList<>(List.of(culprit)))),
            "task.held.connection[0]"),
        Arguments.of(
            new Context(Map.of("x", new Context(culprit))), "task.connection[\"x\"].connection"),
        Arguments.of(new Context(new AtomicReference<>(culprit)), "task"));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aSocketSomewhere(Object value, String path) {
    CodecException refused = assertThrows(CodecException.class, () -> Side.down(value));

    assertEquals(path, refused.path());
    assertTrue(refused.sentence().startsWith("java.net.Socket "), refused.sentence());
    assertEquals(path + ": " + refused.sentence(), refused.getMessage());
  }

  @Test
  void whatIsSerializableGoesDownOnly() throws CodecException {
    Properties properties = new Properties();
    properties.setProperty("a", "b");
    List<Object> values = List.of(new Context(List.of(1)), properties, new File("x"));

    CodecException refused = assertThrows(CodecException.class, () -> Side.up(values));

    assertEquals(values, Side.down(values));
    assertEquals("task[0]", refused.path());
    assertTrue(refused.sentence().contains("make it a record"), refused.sentence());
  }

  @Test
  void aProxyIsFoundByTheCodecsClasses() throws CodecException {
    Object proxy =
        Proxy.newProxyInstance(
            Side.class.getClassLoader(),
            new Class<?>[] {Comparable.class, Runnable.class},
            (java.lang.reflect.InvocationHandler & Serializable) (p, method, arguments) -> 5);

    @SuppressWarnings("unchecked")
    Comparable<Object> arrived = (Comparable<Object>) Side.down(proxy);

    assertEquals(5, arrived.compareTo(""));
  }

  @Test
  void aChildSendsSerializedBytes() throws CodecException {
    Encoder encoder = new Codec(Side.parent()).encoder();
    encoder.value(List.of(new File("x")));
    Decoder parent = new Codec(Side.parent()).decoder().of(encoder.array(), 0, encoder.size());

    CodecException refused = assertThrows(CodecException.class, () -> parent.value("result"));

    assertEquals(
        "result[0]: serialized objects are not taken from a worker: reading one would run its code"
            + " here",
        refused.getMessage());
  }

  @Test
  void aClassIsNotAllowed() {
    Side parent = Side.parent();
    parent.refused.add(Mood.class);
    parent.refused.add(Picky.class);

    CodecException mood =
        assertThrows(
            CodecException.class,
            () -> Side.through(new Holder("a", Mood.GOOD), Side.child(), parent));
    CodecException picky =
        assertThrows(
            CodecException.class, () -> Side.through(List.of(new Picky(1)), Side.child(), parent));

    assertEquals(
        "result.held: " + Mood.class.getName() + " is not allowed: allow it", mood.getMessage());
    assertEquals(
        "result[0]: " + Picky.class.getName() + " is not allowed: allow it", picky.getMessage());
  }

  @Test
  void enumsOfTheJdkNeedNoLeave() throws CodecException {
    Side parent = Side.parent();
    parent.refused.add(TimeUnit.class);

    assertEquals(TimeUnit.DAYS, Side.through(TimeUnit.DAYS, Side.child(), parent));
  }

  @Test
  void aClassIsInitializedBeforeItIsAllowed() throws CodecException {
    Side parent = Side.parent();
    parent.refused.add(Unwanted.class);
    Encoder encoder = new Codec(Side.child()).encoder();
    encoder.tag(Tag.ENUM);
    encoder.name(Unwanted.class.getName());
    encoder.name("ONE");
    Decoder decoder = new Codec(parent).decoder().of(encoder.array(), 0, encoder.size());

    assertThrows(CodecException.class, decoder::value);

    assertFalse(Initialized.done);
  }

  @Test
  void aClassThatIsNoRecordIsSentAsOne() throws CodecException {
    for (Class<?> type :
        List.of(Plain.class, Mood.class, String.class, int.class, Holder[].class)) {
      Encoder encoder = new Codec(Side.child()).encoder();
      encoder.tag(Tag.RECORD);
      encoder.name(type.getName());
      encoder.count(0);
      Decoder decoder = new Codec(Side.parent()).decoder().of(encoder.array(), 0, encoder.size());

      CodecException refused = assertThrows(CodecException.class, decoder::value);

      assertTrue(refused.getMessage().endsWith("which is no record"), refused.getMessage());
    }
  }

  @Test
  void aClassThatIsNoEnumIsSentAsOne() throws CodecException {
    for (Class<?> type : List.of(Plain.class, Holder.class, Enum.class)) {
      Encoder encoder = new Codec(Side.child()).encoder();
      encoder.tag(Tag.ENUM);
      encoder.name(type.getName());
      encoder.name("GOOD");
      Decoder decoder = new Codec(Side.parent()).decoder().of(encoder.array(), 0, encoder.size());

      CodecException refused = assertThrows(CodecException.class, decoder::value);

      assertTrue(refused.getMessage().endsWith("which is no enum"), refused.getMessage());
    }
  }

  @Test
  void aRecordHasOtherComponentsThere() throws CodecException {
    Encoder encoder = new Codec(Side.child()).encoder();
    encoder.tag(Tag.RECORD);
    encoder.name(Holder.class.getName());
    encoder.count(1);
    encoder.value("a");
    Decoder decoder = new Codec(Side.parent()).decoder().of(encoder.array(), 0, encoder.size());

    CodecException refused = assertThrows(CodecException.class, decoder::value);

    assertEquals(Holder.class.getName() + " has 2 components here and 1 there", refused.sentence());
  }

  /** No throwable, with the constructor of one. */
  public static class Trap {
    static final AtomicBoolean BUILT = new AtomicBoolean();

    public Trap(String message) {
      BUILT.set(message == null);
    }
  }

  @Test
  void aThrowableIsNone() throws CodecException {
    Encoder encoder = new Codec(Side.child()).encoder();
    encoder.tag(Tag.THROWABLE);
    encoder.name(Trap.class.getName());
    encoder.tag(Tag.NULL);
    encoder.tag(Tag.NULL);
    encoder.count(0);
    encoder.count(0);
    encoder.tag(0);
    encoder.count(0);

    Throwable arrived =
        new Codec(Side.parent()).decoder().of(encoder.array(), 0, encoder.size()).throwable();

    assertEquals(Trap.class.getName(), ((Side.StandIn) arrived).told.type());
    assertFalse(Trap.BUILT.get());
  }

  @Test
  void aConstructorRefuses() throws CodecException {
    Encoder encoder = new Codec(Side.child()).encoder();
    encoder.value(List.of(new Picky(1)));
    byte[] bytes = encoder.copy();
    bytes[bytes.length - 1] = 1; // the zigzag of -1

    CodecException refused =
        assertThrows(
            CodecException.class,
            () -> new Codec(Side.parent()).decoder().of(bytes, 0, bytes.length).value("result"));

    assertEquals(
        "result[0]: the constructor of "
            + Picky.class.getName()
            + " threw java.lang.IllegalArgumentException: size -1",
        refused.getMessage());
  }

  @Test
  void anAccessorThrows() {
    CodecException refused =
        assertThrows(CodecException.class, () -> Side.up(List.of(new Failing(1))));

    assertEquals("task[0].size", refused.path());
    assertTrue(refused.sentence().endsWith("threw java.lang.IllegalStateException: no size"));
  }

  @Test
  void anIteratorThrows() {
    List<Object> broken = Collections.unmodifiableList(new Breaking());

    CodecException refused = assertThrows(CodecException.class, () -> Side.up(broken));

    assertEquals("task", refused.path());
    assertTrue(refused.sentence().contains("broken"), refused.sentence());
  }

  private static final class Breaking extends AbstractList<Object> {
    @Override
    public Object get(int index) {
      throw new IllegalStateException("broken");
    }

    @Override
    @SuppressWarnings("UnusedMethod") // the codec calls it
    public int size() {
      return 1;
    }
  }

  @Test
  void aListContainsItself() {
    List<Object> self = new ArrayList<>();
    self.add(self);

    CodecException refused = assertThrows(CodecException.class, () -> Side.down(self));

    assertTrue(refused.path().startsWith("task[0][0][0]"), refused.path());
    assertTrue(refused.path().length() < 700, refused.path());
    assertTrue(refused.sentence().contains("contains itself"), refused.sentence());
  }

  @Test
  void itIsLargerThanTheLimit() throws CodecException {
    Encoder encoder = new Codec(Side.child()).encoder();
    encoder.value("before");
    int before = encoder.size();
    encoder.limit(1000);

    CodecException bytes =
        assertThrows(CodecException.class, () -> encoder.value(List.of(new byte[990]), "result"));
    CodecException longs =
        assertThrows(CodecException.class, () -> encoder.value(new long[125], "result"));
    CodecException serialized =
        assertThrows(CodecException.class, () -> encoder.value("x".repeat(1000), "result"));

    assertEquals(
        "result[0]: the message is larger than the limit of 1000 bytes", bytes.getMessage());
    assertEquals("result", longs.path());
    assertEquals("result", serialized.path());
    assertEquals(before, encoder.size());
  }

  @Test
  void whatFailedLeavesNoTrace() throws CodecException {
    Encoder encoder = new Codec(Side.parent()).encoder();
    encoder.value(new Holder("a", Mood.GOOD));
    byte[] before = encoder.copy();

    assertThrows(
        CodecException.class,
        () -> encoder.value(List.of(new Picky(1), Mood.BAD, new Plain()), "task"));
    assertTrue(Arrays.equals(before, encoder.copy()));
    List<Object> after =
        List.of(new Picky(1), new Picky(2), Mood.BAD, Mood.BAD, new Holder("b", 1));
    encoder.value(after, "task");

    Decoder decoder = new Codec(Side.child()).decoder().of(encoder.array(), 0, encoder.size());
    assertEquals(new Holder("a", Mood.GOOD), decoder.value());
    assertEquals(after, decoder.value());
    assertFalse(decoder.more());
  }
}
