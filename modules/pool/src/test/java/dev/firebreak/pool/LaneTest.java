package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.link.Board;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.Link;
import dev.firebreak.link.LinkException;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is taken of a worker's board, and what it is given, where the worker is the test itself. */
@Timeout(30)
class LaneTest {
  private static final Hand.Streams NONE = Hand.Streams.NONE;

  private final Board board = Board.local();
  private final FakeHome home = new FakeHome(new Script());
  private final Core core =
      new Core(PoolOptions.DEFAULT.withName("test").withWorkers(1), home, Screen.NONE);

  private Lane admit() {
    home.starts = false;
    core.open();
    return admit(core, 1, board);
  }

  private static Lane admit(Core core, int worker, Board board) {
    Link<ToChild, ToParent> link = Link.toChild(new BytePipe().in, new BytePipe().out);
    Hand hand = new Hand(worker, 1, 0, "worker-%d#1".formatted(worker), link, board, NONE);
    Lane lane = new Lane(core.dispatcher, hand);
    core.dispatcher.admit(lane);
    return lane;
  }

  @AfterEach
  void close() {
    core.dispatcher.close();
  }

  private void put(int... bytes) {
    byte[] record = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      record[i] = (byte) bytes[i];
    }
    assertTrue(board.put(record, record.length));
  }

  @Test
  void whatStandsBeforeARecordThatIsNoneIsTold() throws IOException {
    Lane lane = admit();
    core.dispatcher.ready(1, 1);
    PlainJob job = PlainJob.of(3);
    core.dispatcher.intake().submit(job);
    lane.heard(new FromWorker.Mapped());

    put(Board.VALUE, 0);
    put(Board.VALUE, 0);
    put(Board.VALUE, 100); // which are not there

    assertThrows(LinkException.class, lane::drain);
    assertEquals(List.of(0, 1), job.settled);
  }

  @Test
  void aResultTooMuchTakesNoOthersWithIt() throws IOException {
    Lane lane = admit();
    core.dispatcher.ready(1, 1);
    PlainJob job = PlainJob.of(1);
    core.dispatcher.intake().submit(job);
    lane.heard(new FromWorker.Mapped());

    put(Board.VALUE, 0);
    put(Board.VALUE, 0);

    assertThrows(LinkException.class, lane::drain);
    assertEquals(List.of(0), job.settled);
  }

  @Test
  void aTaskOfItsOwnThatNobodyWantsHoldsUpNoOther() {
    Lane lane = admit();
    PlainJob own = PlainJob.of(1, it -> it.withKey("k"));
    PlainJob other = PlainJob.of(1);
    core.dispatcher.intake().submit(own);
    core.dispatcher.intake().submit(other);
    own.unwanted = true;

    core.dispatcher.ready(1, 1);

    assertEquals(other, lane.ledger.running());
    assertTrue(core.dispatcher.queue().isEmpty());
  }

  @Test
  void anItemIsToEndBeforeTheOneInFrontOfItWasTaken() throws LinkException {
    Lane lane = admit();
    lane.ledger.map();
    lane.ledger.enter(PlainJob.of(1), 10);
    lane.ledger.enter(PlainJob.of(1), 10);
    assertTrue(board.begin(0) && board.begin(1));
    Strike strike = new Strike(1, "1 s", true, System.nanoTime());
    lane.ledger.strike(strike);

    Ledger.Stretch first =
        java.util.Objects.requireNonNull(
            lane.ledger.take(new Records(new byte[] {Board.VALUE, 0}, 2)));

    assertNull(first.struck());
    assertEquals(strike, lane.ledger.strike());
    Ledger.Stretch second =
        java.util.Objects.requireNonNull(
            lane.ledger.take(new Records(new byte[] {Board.VALUE, 0}, 2)));
    assertEquals(strike, second.struck());
    assertNull(lane.ledger.strike());
  }

  @Test
  void aLimitThatCannotStrikeAnyMoreIsForgotten() {
    var _ = admit();
    PlainJob job = PlainJob.of(1, it -> it.withQueueDeadline(Duration.ofHours(1)));
    core.dispatcher.intake().submit(job);
    assertEquals(1, watched());

    core.dispatcher.locked(() -> job.unwanted = true);

    Await.until(() -> watched() == 0);
  }

  @Test
  void whatIsTakenBackWithOneThatWaitedTooLongGoesToWhoIsIdle() {
    Core two = new Core(PoolOptions.DEFAULT.withName("two").withWorkers(2), home, Screen.NONE);
    home.starts = false;
    two.open();
    Lane busy = admit(two, 1, board);
    Lane idle = admit(two, 2, Board.local());
    two.dispatcher.ready(1, 1);
    PlainJob late = PlainJob.of(1, it -> it.withQueueDeadline(Duration.ofMillis(1)));
    PlainJob behind = PlainJob.of(1);
    two.dispatcher.locked(() -> {
      busy.ledger.map();
      busy.send(PlainJob.of(1));
      busy.send(late);
      busy.send(behind);
      assertTrue(board.begin(0)); // and it lasts
      two.dispatcher.clockwork().watch(late);
      idle.ready = true;
    });

    Await.until(() -> idle.ledger.running() == behind);

    two.dispatcher.close();
  }

  @Test
  void oneThatWasTakenBackHasNobodyWhoIsToEndIt() {
    Lane lane = admit();
    PlainJob taken = PlainJob.of(1);
    core.dispatcher.locked(() -> {
      lane.ledger.map();
      lane.send(PlainJob.of(1));
      lane.send(taken);
      assertTrue(board.begin(0));
      taken.unwanted = true;
      assertEquals(List.of(taken), core.dispatcher.takeBack(lane));
    });

    core.dispatcher.endings().cancelled(taken, true);

    assertNull(lane.ledger.strike());
  }

  private int watched() {
    int[] count = new int[1];
    core.dispatcher.locked(() -> count[0] = core.dispatcher.clockwork().watched());
    return count[0];
  }

  @Test
  void aListenerThrowsWhatItDoesNotDeclare() {
    Inbox inbox =
        new Inbox(
            _ -> LaneTest.<RuntimeException>raise(new Exception("undeclared")), Runnable::run);
    boolean[] told = new boolean[1];

    inbox.add("message");
    inbox.after(() -> told[0] = true);

    assertTrue(told[0]);
  }

  @SuppressWarnings({
    "unchecked",
    "TypeParameterUnusedInFormals"
  }) // so that the compiler looks away
  private static <E extends Exception> void raise(Exception e) throws E {
    throw (E) e;
  }
}
