package dev.firebreak.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BoardTest {
  @TempDir Path folder;

  private final Board board = Board.local();
  private final byte[] taken = new byte[Board.RING];

  @Test
  void recordsGoRoundTheEndOfTheRing() throws IOException {
    Random random = new Random(7);
    ByteArrayOutputStream put = new ByteArrayOutputStream();
    ByteArrayOutputStream got = new ByteArrayOutputStream();

    while (put.size() < 5 * Board.RING) {
      byte[] record = new byte[1 + random.nextInt(60_000)];
      random.nextBytes(record);
      while (!board.put(record, record.length)) {
        got.write(taken, 0, board.take(taken));
      }
      put.write(record, 0, record.length);
    }
    got.write(taken, 0, board.take(taken));

    assertArrayEquals(put.toByteArray(), got.toByteArray());
    assertTrue(board.drained());
  }

  @Test
  void fullRingTakesNothingMoreAndLosesNothing() throws IOException {
    byte[] whole = new byte[Board.RING];
    new Random(7).nextBytes(whole);

    assertTrue(board.put(whole, whole.length));
    assertFalse(board.put(new byte[] {1}, 1));

    assertEquals(Board.RING, board.take(taken));
    assertArrayEquals(whole, taken);
    assertEquals(0, board.take(taken));
    assertTrue(board.put(new byte[] {1}, 1));
  }

  @Test
  void recordThatNoRingHolds() {
    assertFalse(board.put(new byte[Board.RING + 1], Board.RING + 1));
    assertTrue(board.drained());
  }

  @Test
  void workerThatClaimsMoreThanThereIs() {
    for (long written : new long[] {Board.RING + 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      board.cells().set(Board.WRITTEN, written);

      LinkException thrown = assertThrows(LinkException.class, () -> board.take(taken));

      assertTrue(thrown.getMessage().contains("a ring that holds"), thrown::toString);
    }
  }

  @Test
  void nothingIsBegunOnAFrozenBoard() {
    assertTrue(board.begin(0));
    assertEquals(1, board.freeze());
    assertEquals(1, board.freeze());

    assertFalse(board.begin(1));
    assertEquals(1, board.next());

    board.thaw(1);
    assertTrue(board.begin(1));
    assertEquals(2, board.next());
  }

  @Test
  void itemIsEitherBegunOrTakenBackNeverBoth() throws Exception {
    AtomicLong begun = new AtomicLong(-1);
    AtomicLong thawed = new AtomicLong(-1);
    int rounds = 20_000;
    Thread worker =
        new Thread(() -> {
          long item = 0;
          for (int round = 0; round < rounds; ) {
            if (board.begin(item)) {
              item++;
            } else {
              begun.set(item);
              while (thawed.get() != item) {
                Thread.onSpinWait();
              }
              board.thaw(item);
              round++;
            }
          }
        });
    worker.start();

    for (int round = 0; round < rounds; round++) {
      long next = board.freeze();
      while (board.cells().get(Board.NEXT) < 0) {
        if (begun.get() == next) {
          thawed.set(next);
        }
        assertTrue(begun.get() <= next, "an item was begun that had been taken back");
        Thread.onSpinWait();
      }
    }

    worker.join();
    assertEquals(begun.get(), board.next());
  }

  @Test
  void sleeperIsWokenOnce() {
    assertFalse(board.asleep());
    board.sleep(true);
    assertTrue(board.asleep());
    assertFalse(board.asleep());
    board.sleep(true);
    board.sleep(false);
    assertFalse(board.asleep());
  }

  @Test
  void bothEndsOfAFileSeeTheSame() throws IOException {
    Path file = folder.resolve("board");
    Board parent = Board.create(file);
    Board worker;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      worker = Board.over(channel.map(FileChannel.MapMode.READ_WRITE, 0, Board.SIZE));
    }

    assertTrue(worker.begin(0));
    worker.began(42);
    assertTrue(worker.put(new byte[] {1, 2, 3}, 3));

    assertEquals(1, parent.next());
    assertEquals(42, parent.began());
    assertEquals(3, parent.take(taken));
    assertEquals(3, taken[2]);
    assertEquals(Board.SIZE, Files.size(file));
    assertThrows(FileAlreadyExistsException.class, () -> Board.create(file));
  }

  @Test
  void lengthsComeBackAsTheyWerePut() {
    byte[] bytes = new byte[Varint.MOST];
    for (int bits = 0; bits < 64; bits++) {
      for (long value : new long[] {(1L << bits) - 1, 1L << bits, -1L >>> bits}) {
        int end = Varint.put(bytes, 0, value);

        assertEquals(value, Varint.get(bytes, 0));
        assertEquals(Varint.size(value), end);
      }
    }
  }

  @Test
  void whatIsNoBoard() {
    assertThrows(IOException.class, () -> Board.over(ByteBuffer.allocateDirect(Board.SIZE)));
    assertThrows(IOException.class, () -> Board.over(ByteBuffer.allocateDirect(100)));
  }
}
