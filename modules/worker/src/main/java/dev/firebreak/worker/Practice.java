package dev.firebreak.worker;

import dev.firebreak.api.RemoteException;
import dev.firebreak.api.SerializableBiFunction;
import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.SerializableFunction;
import dev.firebreak.api.SerializableRunnable;
import dev.firebreak.api.WorkContext;
import dev.firebreak.link.Board;
import dev.firebreak.link.BytePipe;
import dev.firebreak.link.Codec;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Launch;
import dev.firebreak.link.Link;
import dev.firebreak.link.RemoteThrowable;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToWorker;
import dev.firebreak.link.Varint;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pool's talk with a worker, for the training run: what a worker does with its first tasks, so
 * that the caches have it. The worker is this JVM's, and runs on the calling thread.
 */
final class Practice implements Runnable, Codec.Types {
  private static final int CHUNK = 3;

  private final Link<ToChild, ToParent> link;
  private final Encoder encoder = new Codec(this).encoder();
  private final Launch launch;
  private final Path file;
  private final Board board;
  private long item;
  private boolean mapped;

  private Practice(Link<ToChild, ToParent> link, Launch launch, Path file) throws IOException {
    this.link = link;
    this.launch = launch;
    this.file = file;
    this.board = Board.create(file);
  }

  /** A worker's life, with a board in that folder. */
  static void serve(Launch launch, Path folder) throws Throwable {
    Path file = folder.resolve("board").toAbsolutePath();
    PrintStream out = System.out;
    PrintStream err = System.err;
    BytePipe down = new BytePipe();
    BytePipe up = new BytePipe();
    Practice practice = new Practice(Link.toChild(up.in(), down.out()), launch, file);
    Thread parent = Daemon.start(practice, "training");
    try {
      new Child(Link.toParent(down.in(), up.out()), null).live(System.nanoTime());
      parent.join();
    } finally {
      System.setOut(out);
      System.setErr(err);
      Files.delete(file);
    }
  }

  @Override
  public void run() {
    try {
      talk();
    } catch (IOException e) {
      // The worker ended early, and training with it.
    }
  }

  private void talk() throws IOException {
    link.send(new ToChild.Prepare(launch, Duration.ofMillis(1), true));
    link.send(
        new ToChild.Run("training/worker-1", 1, List.of("1", file.toString(), "0123456789abcdef")));
    define(0, (SerializableRunnable) () -> System.out.print(""));
    define(1, (SerializableFunction<Integer, Integer>) x -> x + 1);
    link.send(new ToWorker.Open(0, 0));
    await(FromWorker.Opened.class);
    while (!mapped) {
      work(1, 1, 1);
    }
    String captured = "text";
    long number = 1L << 40;
    work((SerializableCallable<String>) () -> captured + number);
    work((SerializableRunnable) Practice::useContext);
    work(
        (SerializableFunction<List<Object>, Map<String, Object>>)
            all -> Map.of("a", all, "b", new double[] {1, 2}),
        List.of("a", 2L, 3.0, true, new byte[3]));
    work((SerializableBiFunction<String, Integer, String>) String::repeat, "a", 2);
    work((SerializableCallable<Object>) Practice::refuse);
    work((SerializableCallable<Object>) Thread::currentThread);
    chunk();
    while (board.next() < item + CHUNK) {
      Thread.onSpinWait(); // after Stop, nothing more is begun
    }
    link.send(new ToChild.Stop());
  }

  private static void useContext() {
    WorkContext.current().progress(1, 2);
    WorkContext.current().send("message");
    if (WorkContext.current().cancelled()) {
      Thread.onSpinWait();
    }
  }

  private static Object refuse() {
    throw new IllegalStateException("refused", new IOException("cause"));
  }

  private void define(int number, Object function) throws IOException {
    link.send(new ToWorker.Define(number, function(function)));
  }

  private byte[] function(Object function) throws IOException {
    encoder.reset();
    encoder.function(function, "task");
    return encoder.copy();
  }

  private byte[] values(Object... values) throws IOException {
    encoder.reset();
    for (Object value : values) {
      encoder.value(value, "argument");
    }
    return encoder.copy();
  }

  /** A defined function; waits for the end. */
  private void work(int function, int arguments, Object value) throws IOException {
    send(function, arguments, values(value));
  }

  /** A function that goes along. */
  private void work(Object function, Object... arguments) throws IOException {
    byte[] head = function(function);
    byte[] tail = values(arguments);
    byte[] payload = new byte[Integer.BYTES + head.length + tail.length];
    payload[2] = (byte) (head.length >> 8);
    payload[3] = (byte) head.length;
    System.arraycopy(head, 0, payload, Integer.BYTES, head.length);
    System.arraycopy(tail, 0, payload, Integer.BYTES + head.length, tail.length);
    send(ToWorker.Work.INLINE, arguments.length, payload);
  }

  private void send(int function, int arguments, byte[] payload) throws IOException {
    link.send(new ToWorker.Work(item, item, 1, function, arguments, true, payload));
    item++;
    if (!mapped) {
      await(FromWorker.Result.class);
    }
  }

  private void chunk() throws IOException {
    byte[] value = values(1);
    List<Byte> all = new ArrayList<>();
    byte[] length = new byte[Varint.MOST];
    for (int i = 0; i < CHUNK; i++) {
      int end = Varint.put(length, 0, value.length);
      for (int at = 0; at < end; at++) {
        all.add(length[at]);
      }
      for (byte octet : value) {
        all.add(octet);
      }
    }
    byte[] payload = new byte[all.size()];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = all.get(i);
    }
    link.send(new ToWorker.Chunk(item, item, 1, 1, 1, true, CHUNK, payload));
  }

  /** Hears the worker until it says that, or that its board is mapped, which takes its place. */
  private void await(Class<? extends ToParent> kind) throws IOException {
    while (true) {
      ToParent frame = link.receive();
      if (frame == null) {
        throw new IOException("the worker has ended");
      }
      mapped |= frame instanceof FromWorker.Mapped;
      if (mapped || kind.isInstance(frame)) {
        return;
      }
    }
  }

  // The parent's side of the codec; it decodes nothing.

  @Override
  public Class<?> load(String name) throws ClassNotFoundException {
    return Class.forName(name, false, Practice.class.getClassLoader());
  }

  @Override
  public @Nullable String refusal(Class<?> type) {
    return null;
  }

  @Override
  public boolean serialized() {
    return false;
  }

  @Override
  public boolean serializes() {
    return true;
  }

  @Override
  public MethodHandles.@Nullable Lookup lookup(Class<?> type) {
    return null;
  }

  @Override
  public Throwable standIn(RemoteThrowable thrown) {
    return new RemoteException(thrown.type(), thrown.message(), thrown.text());
  }
}
