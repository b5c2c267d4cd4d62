package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.fail;

import dev.firebreak.api.SerializableRunnable;
import dev.firebreak.link.Board;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.RemoteThrowable;
import dev.firebreak.link.ToWorker;
import dev.firebreak.pool.Crew;
import dev.firebreak.pool.Hand;
import dev.firebreak.pool.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A pool that opens its workers, sends what a test says, and keeps all that it was told. */
final class FakeCrew implements Crew {
  private static final long PATIENCE = 60_000_000_000L;

  /** What it was told, in order. */
  sealed interface Told {
    int generation();
  }

  record Admitted(Hand hand) implements Told {
    @Override
    public int generation() {
      return hand.generation();
    }
  }

  record Ready(int worker, int generation) implements Told {}

  record Said(Hand hand, FromWorker frame) implements Told {
    @Override
    public int generation() {
      return hand.generation();
    }
  }

  /** So many bytes were in the ring. */
  record Wrote(Hand hand, int bytes) implements Told {
    @Override
    public int generation() {
      return hand.generation();
    }
  }

  record Lost(Loss loss) implements Told {
    @Override
    public int generation() {
      return loss.generation();
    }
  }

  private final List<Told> told = new ArrayList<>();
  private final @Nullable SerializableRunnable initializer;

  FakeCrew() {
    this(null);
  }

  FakeCrew(@Nullable SerializableRunnable initializer) {
    this.initializer = initializer;
  }

  private synchronized void add(Told one) {
    told.add(one);
    notifyAll();
  }

  @Override
  public Port promote(Hand hand) {
    add(new Admitted(hand));
    add(new Ready(hand.worker(), hand.generation()));
    return new Ear(hand);
  }

  @Override
  public Port prepare(Hand hand) {
    return admit(hand);
  }

  @Override
  public Port admit(Hand hand) {
    add(new Admitted(hand));
    try {
      if (initializer != null) {
        hand.link().send(new ToWorker.Define(0, encoded(initializer)));
      }
      int number = initializer == null ? ToWorker.Open.NONE : 0;
      hand.link().send(new ToWorker.Open(number, ToWorker.Open.NONE));
    } catch (IOException e) {
      // It has ended meanwhile, which is told.
    }
    return new Ear(hand);
  }

  @Override
  public void ready(int worker, int generation) {
    add(new Ready(worker, generation));
  }

  @Override
  public void drain(int worker, int generation, String why) {}

  @Override
  public void lost(Loss loss) {
    add(new Lost(loss));
  }

  private final class Ear implements Port {
    private final Hand hand;
    private final byte[] ring = new byte[Board.RING];

    Ear(Hand hand) {
      this.hand = hand;
    }

    @Override
    public void heard(FromWorker frame) throws IOException {
      if (frame instanceof FromWorker.Begun begun && begun.item() == 666) {
        throw new IOException("the number of the beast");
      }
      add(new Said(hand, frame));
    }

    @Override
    public boolean working() {
      return false;
    }

    @Override
    public void pausing() throws IOException {
      Board board = hand.board();
      if (board != null) {
        board.sleep(true);
        drain(board);
      }
    }

    @Override
    public void resuming() throws IOException {
      Board board = hand.board();
      if (board != null) {
        board.sleep(false);
        drain(board);
      }
    }

    private void drain(Board board) throws IOException {
      int count = board.take(ring);
      if (count > 0) {
        add(new Wrote(hand, count));
      }
    }
  }

  /** Has a worker run something, as its item of that number. */
  static void run(Hand hand, int item, SerializableRunnable task) {
    try {
      hand.link().send(new ToWorker.Define(item + 1, encoded(task)));
      hand.link().send(new ToWorker.Work(item, item + 100, 1, item + 1, 0, false, new byte[0]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first that fits, waited for. */
  synchronized <T extends Told> T await(Class<T> type, Predicate<? super T> fits) {
    long deadline = System.nanoTime() + PATIENCE;
    while (true) {
      for (Told one : told) {
        if (type.isInstance(one) && fits.test(type.cast(one))) {
          return type.cast(one);
        }
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return fail("no such %s among %s".formatted(type.getSimpleName(), told));
      }
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  Hand admitted(int generation) {
    return await(Admitted.class, one -> one.generation() == generation).hand();
  }

  Hand ready(int generation) {
    await(Ready.class, one -> one.generation() == generation);
    return admitted(generation);
  }

  Loss lost(int generation) {
    return await(Lost.class, one -> one.generation() == generation).loss();
  }

  synchronized <T extends Told> List<T> all(Class<T> type) {
    return told.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The kinds of what was told so far, each with its generation. */
  synchronized List<String> story() {
    return told.stream()
        .filter(one -> one instanceof Admitted || one instanceof Ready || one instanceof Lost)
        .map(one -> one.getClass().getSimpleName() + " " + one.generation())
        .toList();
  }

  static byte[] encoded(SerializableRunnable function) throws CodecException {
    Encoder encoder = new Codec(new Parent()).encoder().reset();
    encoder.function(function, "task");
    return encoder.copy();
  }

  private static final class Parent implements Codec.Types {
    @Override
    public Class<?> load(String name) throws ClassNotFoundException {
      return Class.forName(name);
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
      return new IllegalStateException(thrown.toString());
    }
  }
}
