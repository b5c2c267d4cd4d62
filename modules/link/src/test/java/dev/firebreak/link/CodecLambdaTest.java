package dev.firebreak.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.net.Socket;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lambdas go down to a child, and never up. */
@Timeout(60)
class CodecLambdaTest {
  private interface Job<T> extends Callable<T>, Serializable {}

  private interface Turn<A, B> extends Function<A, B>, Serializable {}

  private record Pair(Object a, Object b) {}

  private static String shout(String word) {
    return word + "!";
  }

  private String field = "field";

  @Test
  void whatALambdaCapturedArrives() throws Exception {
    Pair pair = new Pair(1, List.of("x"));
    int number = 5;
    Job<Object> job = () -> List.of(pair, number);

    Lambda lambda = assertInstanceOf(Lambda.class, function(job));

    assertEquals(CodecLambdaTest.class.getName(), lambda.implClass());
    assertEquals(CodecLambdaTest.class.getName(), lambda.capturingClass());
    assertEquals(Job.class.getName(), lambda.functionalInterface());
    assertEquals("call", lambda.functionalMethod());
    assertEquals("()Ljava/lang/Object;", lambda.functionalSignature());
    assertEquals(6, lambda.implKind());
    assertEquals(List.of(pair, 5), List.of(lambda.captured()));
    assertEquals(List.of(pair, 5), ((Callable<?>) lambda.instance(Side.child())).call());
  }

  @Test
  @SuppressWarnings("unchecked") // it is what was sent
  void aLambdaThatCapturesNothingIsTakenApartOnce() throws Exception {
    Turn<Integer, Integer> twice = x -> x * 2;
    Encoder encoder = new Codec(Side.parent()).encoder();
    Decoder decoder = new Codec(Side.child()).decoder();
    for (int i = 0; i < 3; i++) {
      encoder.reset().function(twice, "task");

      Lambda lambda = (Lambda) decoder.of(encoder.array(), 0, encoder.size()).function();

      assertEquals(0, lambda.captured().length);
      assertEquals(8, ((Turn<Integer, Integer>) lambda.instance(Side.child())).apply(4));
    }
  }

  @Test
  void theSameCapturingLambdaGoesTwice() throws Exception {
    String word = "w" + field;
    Job<String> job = () -> word;
    Encoder encoder = new Codec(Side.parent()).encoder();
    encoder.function(job, "task");
    encoder.function(job, "task");
    Decoder decoder = new Codec(Side.child()).decoder().of(encoder.array(), 0, encoder.size());

    assertEquals(List.of(word), List.of(((Lambda) decoder.function()).captured()));
    assertEquals(List.of(word), List.of(((Lambda) decoder.function()).captured()));
  }

  @Test
  void lambdasAreTakenAnywhere() throws Exception {
    Turn<String, String> shout = CodecLambdaTest::shout;
    Turn<String, Integer> length = String::length;
    Job<Integer> outer = () -> length.apply(shout.apply("abc"));
    SortedSet<String> byLength =
        new TreeSet<>((Comparator<String> & Serializable) CodecLambdaTest::longest);
    byLength.addAll(Set.of("a", "bbb", "cc"));

    Pair arrived = (Pair) Side.down(new Pair(outer, byLength));

    assertEquals(4, ((Job<?>) arrived.a()).call());
    assertEquals("[bbb, cc, a]", arrived.b().toString());
  }

  private static int longest(String a, String b) {
    return b.length() - a.length();
  }

  @Test
  void aLambdaOfTheJdkIsLinkedWithoutAnOpenPackage() throws Exception {
    Turn<String, Integer> length = String::length;
    SortedSet<String> byLength =
        new TreeSet<>(Comparator.<String, Integer>comparing(length).reversed());
    SortedSet<String> byPlain = new TreeSet<>(Comparator.comparing(length));
    byLength.addAll(Set.of("a", "bbb", "cc"));
    byPlain.addAll(byLength);

    assertEquals("[a, cc, bbb]", Side.down(byPlain).toString());
    assertEquals("[bbb, cc, a]", Side.down(byLength).toString());
  }

  @Test
  void aLambdaComesUp() {
    Job<Integer> job = () -> 1;
    Encoder encoder = new Codec(Side.parent()).encoder();

    CodecException refused = assertThrows(CodecException.class, () -> Side.up(List.of(job)));
    CodecException hostile =
        assertThrows(
            CodecException.class,
            () -> {
              encoder.value(List.of(job));
              new Codec(Side.parent())
                  .decoder()
                  .of(encoder.array(), 0, encoder.size())
                  .value("result");
            });

    assertEquals("task[0]", refused.path());
    assertEquals(
        "result[0]: a lambda is not taken from a worker: it would run its code here",
        hostile.getMessage());
  }

  @Test
  void aLambdaIsNotSerializable() {
    Runnable plain = () -> {};

    CodecException refused = assertThrows(CodecException.class, () -> Side.down(plain));

    assertTrue(
        refused
            .getMessage()
            .startsWith(
                "task: a lambda of dev.firebreak.link.CodecLambdaTest that is not Serializable"),
        refused.getMessage());
  }

  @Test
  void aCapturedVariableCannotBeSent() {
    Socket connection = new Socket();
    long wide = 3;
    Job<Object> job = () -> wide + connection.getPort();

    CodecException refused = assertThrows(CodecException.class, () -> function(job));

    assertEquals("task.connection", refused.path());
    assertTrue(refused.sentence().startsWith("java.net.Socket cannot be sent"), refused.sentence());
  }

  @Test
  void aLambdaCapturesThis() {
    Job<Object> job = () -> field;

    CodecException refused = assertThrows(CodecException.class, () -> function(job));

    assertEquals("task.this", refused.path());
  }

  @Test
  void aBoundReceiverCannotBeSent() {
    Socket connection = new Socket();
    Job<Object> job = connection::getPort;

    CodecException refused = assertThrows(CodecException.class, () -> function(job));

    assertEquals("task.captured[0]", refused.path());
  }

  @Test
  void anObjectThatIsNoLambdaIsAFunctionToo() throws Exception {
    assertEquals(new Pair(1, 2), function(new Pair(1, 2)));
  }

  private static Object function(Object function) throws CodecException {
    Encoder encoder = new Codec(Side.parent()).encoder();
    encoder.function(function, "task");
    return new Codec(Side.child()).decoder().of(encoder.array(), 0, encoder.size()).function();
  }
}
