package dev.firebreak.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.PoolOptions;
import dev.firebreak.link.Board;
import dev.firebreak.link.LinkException;
import dev.firebreak.link.Varint;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one worker holds, what is taken from it, and what it leaves. */
@Timeout(30)
class LedgerTest {
  private final Board board = Board.local();
  private final Ledger ledger = ledger(PoolOptions.DEFAULT);

  private Ledger ledger(PoolOptions options) {
    Core core = new Core(options.withName("test"), new FakeHome((it, _) -> it), Screen.NONE);
    Ledger made = new Ledger(board, core.dispatcher);
    made.map();
    return made;
  }

  /** Sends a job of so many items. */
  private PlainJob send(int items) {
    PlainJob job = PlainJob.of(items);
    ledger.enter(job, 10);
    return job;
  }

  private void begin(int from, int to) {
    for (int item = from; item < to; item++) {
      assertTrue(board.begin(item));
    }
  }

  /** Records of those kinds. */
  private static Records records(int... kinds) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int kind : kinds) {
      bytes.write(kind);
      if ((kind & Board.TIMED) != 0) {
        byte[] nanos = new byte[Varint.MOST];
        bytes.write(nanos, 0, Varint.put(nanos, 0, 1000));
      }
      bytes.write(0); // of no bytes
    }
    return new Records(bytes.toByteArray(), bytes.size());
  }

  private static String words(List<Slice> slices) {
    return slices.stream()
        .map(slice -> slice.from + "-" + slice.to)
        .collect(Collectors.joining(" "));
  }

  private static String words(Ledger.Stretch stretch) {
    return stretch.from() + "-" + stretch.to();
  }

  @Test
  void itemsAreTakenInTheirOrder() throws LinkException {
    PlainJob first = send(2);
    PlainJob second = send(3);
    Records reader = records(Board.VALUE, Board.THREW, Board.VALUE);

    Ledger.Stretch one = ledger.take(reader);
    Ledger.Stretch two = ledger.take(reader);

    assertEquals("0-2", words(one));
    assertEquals(first, one.job());
    assertEquals("0-1", words(two));
    assertEquals(second, two.job());
    assertFalse(reader.more());
    assertEquals(2, ledger.held());
    assertEquals(3, ledger.done());
    assertEquals(second, ledger.running());
  }

  @Test
  void aResultComesOfWhatWasNotSent() throws LinkException {
    assertThrows(LinkException.class, () -> ledger.take(records(Board.VALUE)));

    send(1);
    Records two = records(Board.VALUE, Board.VALUE);
    assertNotNull(ledger.take(two));

    assertThrows(LinkException.class, () -> ledger.take(two));
    assertThrows(LinkException.class, () -> ledger.takeFramed(0, 0));
  }

  @Test
  void whatWasNotBegunIsTakenBack() {
    send(1);
    PlainJob chunk = send(5);
    send(1);
    begin(0, 3);

    List<Slice> back = ledger.recall();

    assertEquals("2-5 0-1", words(back));
    assertEquals(chunk, back.getFirst().job());
    assertEquals(3, ledger.held());
    assertEquals(2, chunk.to);
    assertEquals(7, ledger.next()); // numbers are not given twice
    assertFalse(board.begin(3), "it is frozen");
  }

  @Test
  void itIsAskedForBackASecondTimeBeforeTheWorkerHasHeardOfTheFirst() {
    send(3);
    begin(0, 1);
    assertEquals("1-3", words(ledger.recall()));

    assertNull(ledger.recall());
    assertEquals(1, ledger.held());
  }

  @Test
  void allThatWasSentHasBegun() {
    send(1);
    begin(0, 1);

    assertNull(ledger.recall());
    assertFalse(board.frozen());
  }

  @Test
  void nothingIsTakenBackFromAWorkerThatSharesNoBoardYet() {
    Ledger young =
        new Ledger(
            board,
            new Core(PoolOptions.DEFAULT.withName("test"), new FakeHome((it, _) -> it), Screen.NONE)
                .dispatcher);
    young.enter(PlainJob.of(1), 10);
    young.enter(PlainJob.of(1), 10);

    assertNull(young.recall());
    assertFalse(board.frozen());

    young.begin(0);
    Ledger.Left left = young.die();
    assertEquals("0-1", words(left.begun()));
    assertEquals("0-1", words(left.unbegun()));
  }

  @Test
  void theWorkerDiesWithinAChunk() throws LinkException {
    send(1);
    PlainJob chunk = send(5);
    send(2);
    begin(0, 4);
    Records reader = records(Board.VALUE, Board.VALUE, Board.VALUE);
    ledger.take(reader);
    ledger.take(reader);

    Ledger.Left left = ledger.die();

    assertEquals("2-3", words(left.begun()));
    assertEquals(chunk, left.begun().getFirst().job());
    assertEquals("3-5 0-2", words(left.unbegun()));
    assertEquals(0, ledger.held());
    assertTrue(ledger.over());
    assertFalse(ledger.roomFor(PlainJob.of(1)));
    assertNull(ledger.recall());
  }

  @Test
  void theWorkerDiesIdle() throws LinkException {
    send(1);
    begin(0, 1);
    ledger.take(records(Board.VALUE));
    send(1);

    Ledger.Left left = ledger.die();

    assertEquals("", words(left.begun()));
    assertEquals("0-1", words(left.unbegun()));
  }

  @Test
  void aResultComesInFrames() throws LinkException {
    PlainJob job = send(4);
    begin(0, 4);
    Records reader = records(Board.VALUE, Board.FRAMED, Board.VALUE);

    assertEquals("0-1", words(ledger.take(reader)));
    assertEquals(3, ledger.held());
    assertEquals("2-3", words(ledger.take(reader)));
    assertEquals(2, ledger.held());
    Ledger.Stretch framed = ledger.takeFramed(1, 5);

    assertEquals("1-2", words(framed));
    assertEquals(job, framed.job());
    assertEquals(1, ledger.held());
    assertEquals(3, ledger.done());
  }

  @Test
  void theFirstResultComesInFrames() throws LinkException {
    send(1);
    begin(0, 1);

    assertNull(ledger.take(records(Board.FRAMED)));
    assertEquals(1, ledger.held());
    assertEquals("0-1", words(ledger.takeFramed(0, 0)));
    assertEquals(0, ledger.held());
  }

  @Test
  void twoResultsAreInFramesAtOnce() throws LinkException {
    send(3);
    begin(0, 3);
    Records reader = records(Board.FRAMED, Board.FRAMED);

    assertNull(ledger.take(reader));
    assertNull(ledger.take(reader));

    assertEquals(3, ledger.held());
    assertEquals("0-1", words(ledger.at(0)));
    assertEquals("1-2", words(ledger.at(1)));
    assertEquals("0-1", words(ledger.takeFramed(0, 0)));
    assertEquals("1-2", words(ledger.takeFramed(1, 0)));
    assertEquals("2-3", words(ledger.at(2)));
  }

  @Test
  void framesComeOutOfTurn() throws LinkException {
    send(3);
    begin(0, 3);
    Records reader = records(Board.FRAMED, Board.FRAMED);
    assertNull(ledger.take(reader));
    assertNull(ledger.take(reader));

    assertThrows(LinkException.class, () -> ledger.takeFramed(1, 0));
  }

  @Test
  void theWorkerDiesBehindSeveralFramedResults() throws LinkException {
    PlainJob job = send(3);
    begin(0, 2);
    Records reader = records(Board.FRAMED, Board.FRAMED);
    assertNull(ledger.take(reader));
    assertNull(ledger.take(reader));
    assertEquals("0-1", words(ledger.takeFramed(0, 0)));

    Ledger.Left left = ledger.die();

    assertEquals("1-2", words(left.begun()));
    assertEquals(job, left.begun().getFirst().job());
    assertEquals("2-3", words(left.unbegun()));
  }

  @Test
  void theWorkerDiesHalfWayThroughAFramedResult() throws LinkException {
    PlainJob job = send(3);
    begin(0, 1);
    assertNull(ledger.take(records(Board.FRAMED)));

    Ledger.Left left = ledger.die();

    assertEquals("0-1", words(left.begun()));
    assertEquals(job, left.begun().getFirst().job());
    assertEquals("1-3", words(left.unbegun()));
  }

  @Test
  void aStrikeIsOfOneItem() throws LinkException {
    send(2);
    begin(0, 2);
    Strike strike = new Strike(0, "1 s", true, 0);
    ledger.strike(strike);
    Records reader = records(Board.VALUE, Board.VALUE);

    Ledger.Stretch both = ledger.take(reader);

    assertEquals(strike, both.struck());
    assertNull(ledger.strike());
  }

  @Test
  void theStruckItemEndsInFrames() throws LinkException {
    send(2);
    begin(0, 2);
    Strike strike = new Strike(0, "1 s", true, 0);
    ledger.strike(strike);

    assertNull(ledger.take(records(Board.FRAMED)));
    assertEquals(strike, ledger.strike());
    assertEquals(strike, ledger.takeFramed(0, 0).struck());
    assertNull(ledger.strike());
  }

  @Test
  void aStrikeComesTooLate() throws LinkException {
    send(2);
    begin(0, 1);
    ledger.strike(new Strike(0, "1 s", true, 0));
    ledger.take(records(Board.VALUE));

    assertNull(ledger.strike());
    begin(1, 2);
    assertNull(ledger.take(records(Board.VALUE)).struck());
  }

  @Test
  void nothingIsSentAheadOfWhatLasts() throws LinkException {
    assertTrue(ledger.roomFor(PlainJob.of(1)));
    send(1);
    assertFalse(ledger.roomFor(PlainJob.of(1)), "nobody knows how long they take");

    begin(0, 1);
    ledger.take(records(Board.VALUE | Board.TIMED)); // 1 us
    send(1);
    assertTrue(ledger.roomFor(PlainJob.of(1)));
    for (int i = 0; i < 2000; i++) {
      send(1);
    }
    assertFalse(ledger.roomFor(PlainJob.of(1)), "two milliseconds of work are enough");
  }

  @Test
  void nothingIsSentToAFrozenBoardThatHoldsSomething() throws LinkException {
    send(1);
    begin(0, 1);
    ledger.take(records(Board.VALUE | Board.TIMED));
    send(3);
    begin(1, 2);
    assertEquals("1-3", words(ledger.recall()));

    assertFalse(ledger.roomFor(PlainJob.of(1)));

    board.thaw(ledger.next());
    assertTrue(ledger.roomFor(PlainJob.of(1)));
  }

  @Test
  void aWorkerIsToBeRecycledAfterThreeTasks() throws LinkException {
    Ledger short3 = ledger(PoolOptions.DEFAULT.withRecycleTasks(3));
    short3.enter(PlainJob.of(2), 10);

    assertEquals(1, short3.allowance());

    board.begin(0);
    short3.take(records(Board.VALUE));
    assertEquals(1, short3.allowance());
    short3.enter(PlainJob.of(1), 10);
    assertEquals(0, short3.allowance());
    assertFalse(short3.roomFor(PlainJob.of(1)));
  }

  @Test
  void thePipeIsFull() throws LinkException {
    send(1);
    begin(0, 1);
    ledger.take(records(Board.VALUE | Board.TIMED));
    ledger.enter(PlainJob.of(1), 100_000);
    assertFalse(ledger.roomFor(PlainJob.of(1)));

    begin(1, 2);
    ledger.take(records(Board.VALUE));
    assertEquals(0, ledger.sentBytes());
    assertTrue(ledger.roomFor(PlainJob.of(1)));
  }

  @Test
  void thisProcessWasPausedWhileAnItemRan() {
    send(1);
    assertEquals(0, ledger.runningSince(100), "it has not begun");

    board.began(1000);
    begin(0, 1);

    assertEquals(1000, ledger.runningSince(100), "that pause was before it");
    assertEquals(1050, ledger.runningSince(150));
  }
}
