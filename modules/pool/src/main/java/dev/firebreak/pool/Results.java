package dev.firebreak.pool;

import dev.firebreak.api.ResultException;
import dev.firebreak.api.TaskException;
import dev.firebreak.link.Board;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Decoder;
import org.jspecify.annotations.Nullable;

/** Turns one worker's records into results; of the thread that reads its link. */
final class Results {
  private static final int BITS = Board.TIMED | Board.WROTE;

  private @Nullable Codec codec;
  private @Nullable Decoder decoder;

  static boolean ok(int kind) {
    return (kind & ~BITS) == Board.VALUE;
  }

  /**
   * The value.
   *
   * @throws dev.firebreak.api.PoolException that says why there is none
   */
  @Nullable Object value(Job job, int item, int kind, byte[] record, int from, int length) {
    try {
      Decoder bytes = decoder(job).of(record, from, from + length);
      int plain = kind & ~BITS;
      if (plain == Board.VALUE) {
        return bytes.value();
      }
      throw failure(job, item, plain, bytes.throwable());
    } catch (CodecException e) {
      throw new ResultException(
          "the result of %s cannot be taken: %s".formatted(job.title(item), e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      throw new ResultException(
          "the result of %s cannot be taken, as this JVM ran out of memory: %s"
              .formatted(job.title(item), e.getMessage()),
          e);
    }
  }

  Decoder decoder(Job job) {
    Codec wanted = job.function.codec();
    Decoder found = decoder;
    if (found == null || codec != wanted) {
      found = wanted.decoder();
      decoder = found;
      codec = wanted;
    }
    return found;
  }

  private static RuntimeException failure(Job job, int item, int kind, Throwable thrown) {
    String title = job.title(item);
    return switch (kind) {
      case Board.THREW -> new TaskException("%s threw %s".formatted(title, thrown), thrown);
      case Board.NOT_LOADED ->
          new TaskException(
              "%s could not be loaded in its worker: %s".formatted(title, thrown), thrown);
      case Board.NOT_DECODED ->
          new TaskException(
              "the arguments of %s could not be decoded in its worker: %s"
                  .formatted(title, thrown.getMessage()),
              thrown);
      case Board.NOT_ENCODED ->
          new ResultException(
              "the result of %s cannot be sent: %s".formatted(title, thrown.getMessage()), thrown);
      default ->
          new ResultException(
              "%s ended in a way that is unknown: %d".formatted(title, kind), thrown);
    };
  }
}
