package dev.firebreak.pool;

import dev.firebreak.api.Defaults;
import dev.firebreak.api.ResultException;
import dev.firebreak.link.Board;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.FromWorker;
import dev.firebreak.link.LinkException;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToWorker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One life of one worker: both directions of its link.
 * <!-- For maintainers. Who owns what:
 *
 *   the dispatcher's lock   the ledger and the fields below it
 *   `this`                  what comes: ring, parts. In use by the thread that reads the link, and at
 *                           the very end by the one that tells the loss
 *
 * Items come to their end in the order of their numbers, as the worker begins them so; their jobs
 * are told outside of the lock. -->
 */
final class Lane implements Port {
  /** Bytes that a pipe surely takes without blocking the writer. */
  static final int PIPE = 48 * 1024;

  private static final byte[] NONE = {};

  private final Dispatcher dispatcher;
  private final Hand hand;
  private final Results results = new Results();
  private final Outbox out;
  private final byte[] ring;

  /** The board, when the worker has it in use. */
  private volatile @Nullable Board shared;

  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private final long since = System.nanoTime();

  final Ledger ledger;
  private @Nullable Shipped initializer;
  boolean ready;

  /** It gets nothing more ... */
  boolean retiring;

  /** ... and was told to go. */
  boolean leaving;

  String why = "";

  Lane(Dispatcher dispatcher, Hand hand) {
    this.dispatcher = dispatcher;
    this.hand = hand;
    this.out = new Outbox(hand.link());
    this.ring = hand.board() == null ? NONE : new byte[Board.RING];
    this.ledger = new Ledger(hand.board(), dispatcher);
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  Hand hand() {
    return hand;
  }

  Results results() {
    return results;
  }

  long since() {
    return since;
  }

  // What goes. Under the dispatcher's lock, apart from flush.

  boolean roomFor(Slice slice) {
    return !retiring && ledger.roomFor(slice);
  }

  void open(@Nullable Shipped first, @Nullable Shipped last) {
    initializer = first;
    out.open(first, last);
  }

  /** Takes a function's number back. */
  void forget(int number) {
    out.forget(number);
  }

  /** Gives it a slice; {@link #flush} sends it. */
  void send(Slice slice) {
    slice.lane = this;
    out.add(slice, ledger);
    slice.job().begun(this);
  }

  void add(ToChild frame) {
    out.add(frame);
  }

  /** Takes back all that was sent and not begun; what comes back is in its order. */
  List<Slice> recall() {
    List<Slice> back = ledger.recall();
    if (back == null) {
      return List.of();
    }
    out.add(new ToWorker.Recalled(ledger.next()));
    return back;
  }

  /** Sends what there is. */
  void flush() {
    if (out.isEmpty()) {
      return;
    }
    if (ledger.sentBytes() > PIPE) {
      flushLater(); // the pipe may be full: that is not to hold us up
    } else {
      out.write();
    }
  }

  /** Bytes of replies that wait to be written to it before who makes more of them waits as well. */
  private static final long REPLIES = 16 << 20;

  /** Sends what there is of replies: at once where the pipe takes them, which few of them are. */
  void flushReplies() {
    if (out.replies() > PIPE) {
      flushLater();
    } else {
      out.write();
    }
  }

  /** Waits while too much of replies waits to be written, unless nobody wants them any more. */
  void awaitReplies(BooleanSupplier over) {
    out.awaitReplies(REPLIES, over);
  }

  /** Has those look again who wait so. */
  void wake() {
    out.wake();
  }

  /** As {@link #flush}, on a thread that may wait. */
  void flushLater() {
    dispatcher.executor().execute(out::write);
  }

  // What comes, on the thread that reads the link.

  @Override
  public void heard(FromWorker frame) throws IOException {
    switch (frame) {
      case FromWorker.Bell() -> drain();
      case FromWorker.Mapped() -> mapped();
      case FromWorker.Begun(long item) -> dispatcher.locked(() -> ledger.begin(item));
      case FromWorker.Result result -> part(result);
      case FromWorker.Message(long item, byte[] value) -> message(item, value);
      case FromWorker.Opened(byte[] failure) ->
          dispatcher
              .losses()
              .opened(failure.length == 0 ? null : SparePort.thrown(initializer, failure));
      case FromWorker.Request request -> asked(request);
    }
  }

  /**
   * From now on the ring is looked into. Not before: the frames with the results of earlier items
   * stand before this one, and a record would be taken for one of theirs.
   */
  private synchronized void mapped() {
    dispatcher.locked(() -> {
      ledger.map();
      dispatcher.endings().goOn(this); // what is not wanted can be taken back from now on
    });
    shared = hand.board();
    flush();
  }

  @Override
  public boolean working() {
    dispatcher.lock();
    try {
      return ledger.running() != null;
    } finally {
      dispatcher.unlock();
    }
  }

  @Override
  public void pausing() throws IOException {
    Board board = shared;
    if (board == null) {
      return;
    }
    do {
      board.sleep(false);
      drain();
      board.sleep(true);
    } while (!board.drained());
  }

  @Override
  public void resuming() throws IOException {
    Board board = shared;
    if (board != null) {
      board.sleep(false);
      drain();
    }
  }

  /** Takes what is in the ring. */
  synchronized void drain() throws LinkException {
    Board board = shared;
    if (board == null) {
      return;
    }
    for (int count = board.take(ring); count > 0; count = board.take(ring)) {
      settle(count);
    }
  }

  private void settle(int count) throws LinkException {
    List<Ledger.Stretch> stretches = new ArrayList<>();
    Records reader = new Records(ring, count);
    LinkException malformed = null;
    dispatcher.lock();
    try {
      if (ledger.over()) {
        return; // its items were given up; nobody waits for them here
      }
      try {
        while (reader.more()) {
          Ledger.Stretch stretch = ledger.take(reader);
          if (stretch != null) {
            stretches.add(stretch);
          }
        }
      } catch (LinkException e) {
        malformed = e; // what stood before it was taken out, and is told
        ledger.close();
      }
      dispatcher.taken(this);
    } finally {
      dispatcher.unlock();
    }
    flush();
    Records again = new Records(ring, count);
    for (Ledger.Stretch stretch : stretches) {
      for (int item = stretch.from(); item < stretch.to(); item++) {
        do {
          again.read();
        } while (again.plainKind() == Board.FRAMED);
        tell(stretch, item, again.kind(), again.nanos(), ring, again.from(), again.length());
      }
    }
    for (Ledger.Stretch stretch : stretches) {
      stretch.job().settled();
    }
    dispatcher.settled(this);
    if (malformed != null) {
      throw malformed;
    }
  }

  private void tell(
      Ledger.Stretch stretch, int item, int kind, long nanos, byte[] bytes, int from, int length) {
    Job job = stretch.job();
    dispatcher.nested().ended(this, job.id + item);
    try {
      Strike struck = stretch.struck();
      if (struck != null && item == stretch.from()) {
        job.struck(struck.step);
      }
      if (struck != null && item == stretch.from() && struck.limit != null) {
        job.fail(item, dispatcher.endings().limitStruck(job, item, struck), this);
      } else {
        job.settle(this, item, kind, nanos, bytes, from, length);
      }
    } catch (RuntimeException | Error e) {
      // A fault of ours must not leave anybody waiting.
      job.fail(
          item,
          new ResultException(
              e instanceof OutOfMemoryError
                  ? "the result of %s was lost, as this JVM ran out of memory: %s"
                      .formatted(job.title(item), e.getMessage())
                  : "the result of %s was lost, by a fault of Firebreak itself: %s"
                      .formatted(job.title(item), e),
              e),
          this);
    }
  }

  private synchronized void part(FromWorker.Result result) throws IOException {
    drain();
    if (parts.size() + (long) result.length() > Defaults.POOL_LARGEST.bytes()) {
      throw LinkException.malformed(
          "a result of more than " + Defaults.POOL_LARGEST.bytes() + " bytes");
    }
    parts.write(result.bytes(), result.from(), result.length());
    if (!result.last()) {
      return;
    }
    byte[] whole = parts.toByteArray();
    parts.reset();
    Ledger.Stretch stretch;
    dispatcher.lock();
    try {
      if (ledger.over()) {
        return;
      }
      stretch = ledger.takeFramed(result.item(), result.nanos());
      dispatcher.taken(this);
    } finally {
      dispatcher.unlock();
    }
    flush();
    tell(stretch, stretch.from(), result.kind(), result.nanos(), whole, 0, whole.length);
    stretch.job().settled();
    dispatcher.settled(this);
  }

  private void message(long item, byte[] value) throws IOException {
    Ledger.Stretch place = running(item);
    if (place != null) { // else it comes from a thread that the item left behind
      Job job = place.job();
      if (job.passes(place.from(), value)) {
        return;
      }
      try {
        job.told(results.decoder(job).of(value, 0, value.length).value());
      } catch (CodecException e) {
        dispatcher.warn("a message of " + job.title(0) + " cannot be taken: " + e.getMessage());
      }
    }
  }

  private void asked(FromWorker.Request request) throws IOException {
    Ledger.Stretch place = running(request.item());
    if (place != null) {
      dispatcher.nested().asked(this, place.job().id + place.from(), request);
    } else {
      Nested.late(this, request);
    }
  }

  private Ledger.@Nullable Stretch running(long item) throws IOException {
    drain();
    dispatcher.lock();
    try {
      return ledger.at(item);
    } finally {
      dispatcher.unlock();
    }
  }
}
