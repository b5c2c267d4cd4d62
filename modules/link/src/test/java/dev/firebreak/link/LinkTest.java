package dev.firebreak.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LinkTest {
  private static final Thrown THROWN = new Thrown("x.Y", null, "x.Y\n\tat z");

  private static final List<ToChild> DOWN =
      List.of(
          new ToChild.Prepare(
              new Launch.Module(
                  List.of("a", "b"),
                  "m",
                  "",
                  List.of(new Launch.Opening(true, "java.base", "java.lang", "m"))),
              Duration.ofSeconds(1)),
          new ToChild.Prepare(new Launch.ClassPath("Main"), Duration.ZERO),
          new ToChild.Run("s/c", 3, List.of("", "ä\n\u20ac", "x")),
          new ToChild.Prepare(new Launch.ClassPath(""), Duration.ZERO, true, "/dev/shm/box"),
          new ToChild.Stop(),
          new ToChild.Interrupt(),
          new ToWorker.Open(ToWorker.Open.NONE, 1),
          new ToWorker.Define(1, new byte[] {1, 2}),
          new ToWorker.Work(1L << 40, 2, 3, ToWorker.Work.INLINE, 2, true, new byte[] {1}),
          new ToWorker.Chunk(1, 1L << 40, 3, 4, 1, false, 2, new byte[] {1, 2, 3}),
          new ToWorker.Part(new byte[] {1, 2, 3}, 0, 3),
          new ToWorker.Cancel(Long.MAX_VALUE, true),
          new ToWorker.Recalled(7),
          new ToWorker.Reply(1, false, 255, new byte[0]));

  private static final List<ToParent> UP =
      List.of(
          new ToParent.Hello(ToParent.PROTOCOL, 42, Long.MIN_VALUE, true),
          new ToParent.Stage(ToParent.Step.LAYER_BUILT, -1, true),
          new ToParent.Ready(),
          new ToParent.Beat(1, Long.MAX_VALUE),
          new ToParent.Progress("half"),
          new ToParent.Failed(ToParent.Step.MAIN_REACHED, "no", null),
          new ToParent.Failed(ToParent.Step.MAIN_REACHED, "no", THROWN),
          new ToParent.Threw("main", new Thrown("x.Y", "m", "s")),
          new ToParent.Ended(ToParent.How.THREW),
          new ToParent.Leaving(),
          new ToParent.OutOfMemory(ToParent.Shortage.DIRECT, "t", "m"),
          new FromWorker.Opened(new byte[] {1}),
          new FromWorker.Mapped(),
          new FromWorker.Bell(),
          new FromWorker.Begun(1L << 40),
          new FromWorker.Result(1, true, Board.THREW, -1, new byte[] {1, 2}, 0, 2),
          new FromWorker.Message(1, new byte[] {3}),
          new FromWorker.Request(1, 2, 255, new byte[] {4}));

  @Test
  void eachFrameComesBackAsItWasSent() throws IOException {
    assertEquals(contents(DOWN), contents(throughChild(sent(DOWN))));
    assertEquals(contents(UP), contents(throughParent(new Dribble(sentUp(UP)))));

    assertEquals(kinds(ToChild.class), classes(DOWN));
    assertEquals(kinds(ToParent.class), classes(UP));
  }

  @Test
  void middleOfAnArrayIsAllThatIsSent() throws IOException {
    byte[] bytes = {0, 1, 2, 3};

    List<ToChild> down = throughChild(sent(List.of(new ToWorker.Part(bytes, 1, 2))));
    List<ToParent> up =
        throughParent(sentUp(List.of(new FromWorker.Result(1, false, 1, 0, bytes, 2, 1))));

    assertEquals(contents(List.of(new ToWorker.Part(new byte[] {1, 2}, 0, 2))), contents(down));
    assertEquals(
        contents(List.of(new FromWorker.Result(1, false, 1, 0, new byte[] {2}, 0, 1))),
        contents(up));
  }

  @Test
  void oneWriteAndOneFlushAFrame() throws IOException {
    List<String> calls = new ArrayList<>();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int octet) {
            calls.add("octet");
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            calls.add("write");
          }

          @Override
          public void flush() {
            calls.add("flush");
          }
        };

    Link.toChild(InputStream.nullInputStream(), out).send(DOWN.getFirst());

    assertEquals(List.of("write", "flush"), calls);
  }

  @Test
  void unknownTag() {
    assertSays("unknown tag 0x7f from a child", new byte[] {0, 0, 0, 1, 0x7f});
  }

  @Test
  void negativeLength() {
    assertSays("length -1", new byte[] {-1, -1, -1, -1, 1});
  }

  @Test
  void zeroLength() {
    assertSays("less than its tag", new byte[] {0, 0, 0, 0, 1});
  }

  @Test
  void lengthOverTheLimitIsRefusedBeforeItIsAllocated() {
    assertSays("over the limit", new byte[] {0x7f, -1, -1, -1, 1});
  }

  @Test
  void bytesAfterTheLastField() {
    assertSays("1 bytes after its last field", new byte[] {0, 0, 0, 2, Wire.READY, 0});
  }

  @Test
  void textLongerThanItsFrame() {
    assertSays("a field of 1000 bytes", new byte[] {0, 0, 0, 5, Wire.PROGRESS, 0, 0, 3, -24});
  }

  @Test
  void choiceThatThereIsNot() {
    assertSays("a choice of 9", new byte[] {0, 0, 0, 2, Wire.ENDED, 9});
  }

  @Test
  void otherVersion() {
    assertSays("version 99", new byte[] {0, 0, 0, 5, Wire.HELLO, 0, 0, 0, 99});
  }

  @Test
  void halfOfAnyFrameIsToldFromTheEnd() throws IOException {
    byte[] whole = sentUp(List.of(new ToParent.Beat(1, 2)));

    assertNull(parent(new byte[0]).receive());
    for (int length = 1; length < whole.length; length++) {
      byte[] half = Arrays.copyOf(whole, length);
      LinkException thrown = assertThrows(LinkException.class, () -> parent(half).receive());
      assertTrue(thrown.getMessage().contains("ended within a frame: " + length), thrown::toString);
    }
  }

  @Test
  void randomBytesEndInLinkExceptionAndNothingElse() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[40];
      random.nextBytes(bytes);
      ByteBuffer.wrap(bytes).putInt(0, 1 + random.nextInt(36)).put(4, (byte) random.nextInt(12));
      Link<ToChild, ToParent> parent = parent(bytes);
      Link<ToParent, ToChild> child =
          Link.toParent(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
      try {
        while (parent.receive() != null) {}
      } catch (IOException e) {
        assertTrue(e instanceof LinkException, e::toString);
      }
      try {
        while (child.receive() != null) {}
      } catch (IOException e) {
        assertTrue(e instanceof LinkException, e::toString);
      }
    }
  }

  @Test
  void longTextIsCutWithAMarkAndNeverInsideAPair() throws IOException {
    String note = "x".repeat(4095) + "\ud83d\ude00" + "y".repeat(2_000_000);

    ToParent.Progress cut =
        (ToParent.Progress) throughParent(sentUp(List.of(new ToParent.Progress(note)))).getFirst();

    assertEquals("x".repeat(4095) + "... [2000002 characters cut]", cut.note());
  }

  @Test
  void argumentsOverTheLimitAreNotSentAndTheLinkLivesOn() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Link<ToChild, ToParent> link = Link.toChild(InputStream.nullInputStream(), out);
    ToChild.Run run = new ToChild.Run("a", 1, List.of("x".repeat(Link.MAX_FRAME)));

    LinkException thrown = assertThrows(LinkException.class, () -> link.send(run));
    link.send(new ToChild.Stop());

    assertTrue(thrown.getMessage().startsWith("Run frame of "), thrown::toString);
    assertEquals(
        List.of(new ToChild.Stop()), throughChild(new ByteArrayInputStream(out.toByteArray())));
  }

  @Test
  void throwableWhoseMessageThrows() {
    Thrown thrown =
        Thrown.of(
            new RuntimeException() {
              private static final long serialVersionUID = 1;

              @Override
              public String getMessage() {
                throw new IllegalStateException();
              }
            });

    assertTrue(thrown.stack().contains("IllegalStateException"), thrown::stack);
  }

  private static Link<ToChild, ToParent> parent(byte[] bytes) {
    return Link.toChild(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
  }

  private static void assertSays(String part, byte[] bytes) {
    LinkException thrown = assertThrows(LinkException.class, () -> parent(bytes).receive());
    assertTrue(thrown.getMessage().contains(part), thrown::toString);
  }

  /** Records compare their arrays by identity. */
  private static List<String> contents(List<? extends Frame> frames) {
    List<String> contents = new ArrayList<>();
    for (Frame frame : frames) {
      StringBuilder content = new StringBuilder(frame.getClass().getName());
      for (RecordComponent component : frame.getClass().getRecordComponents()) {
        try {
          Object value = component.getAccessor().invoke(frame);
          content.append(' ').append(component.getName()).append('=');
          content.append(value instanceof byte[] bytes ? Arrays.toString(bytes) : value);
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(e.getMessage(), e);
        }
      }
      contents.add(content.toString());
    }
    return contents;
  }

  private static Set<Class<?>> kinds(Class<?> frames) {
    Set<Class<?>> kinds = new HashSet<>();
    for (Class<?> kind : frames.getPermittedSubclasses()) {
      kinds.addAll(kind.isInterface() ? kinds(kind) : Set.of(kind));
    }
    return kinds;
  }

  private static Set<Class<?>> classes(List<? extends Frame> frames) {
    Set<Class<?>> classes = new HashSet<>();
    frames.forEach(frame -> classes.add(frame.getClass()));
    return classes;
  }

  private static InputStream sent(List<ToChild> frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Link<ToChild, ToParent> link = Link.toChild(InputStream.nullInputStream(), out);
    for (ToChild frame : frames) {
      link.send(frame);
    }
    return new ByteArrayInputStream(out.toByteArray());
  }

  private static byte[] sentUp(List<ToParent> frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Link<ToParent, ToChild> link = Link.toParent(InputStream.nullInputStream(), out);
    for (ToParent frame : frames) {
      link.send(frame);
    }
    return out.toByteArray();
  }

  private static List<ToChild> throughChild(InputStream in) throws IOException {
    Link<ToParent, ToChild> link = Link.toParent(in, OutputStream.nullOutputStream());
    List<ToChild> frames = new ArrayList<>();
    for (ToChild frame = link.receive(); frame != null; frame = link.receive()) {
      frames.add(frame);
    }
    return frames;
  }

  private static List<ToParent> throughParent(byte[] bytes) throws IOException {
    return throughParent(new ByteArrayInputStream(bytes));
  }

  private static List<ToParent> throughParent(InputStream in) throws IOException {
    Link<ToChild, ToParent> link = Link.toChild(in, OutputStream.nullOutputStream());
    List<ToParent> frames = new ArrayList<>();
    for (ToParent frame = link.receive(); frame != null; frame = link.receive()) {
      frames.add(frame);
    }
    return frames;
  }

  /** Gives a byte at a time, as a slow pipe may. */
  private static final class Dribble extends ByteArrayInputStream {
    Dribble(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] bytes, int from, int length) {
      return super.read(bytes, from, Math.min(length, 1));
    }
  }
}
