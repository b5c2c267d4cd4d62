package dev.firebreak.worker;

import dev.firebreak.api.RefusedException;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Encoder;
import dev.firebreak.link.Functional;
import dev.firebreak.link.Nesting;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The functions of a task's own pool: what is used often is sent up once, and named from then on.
 */
final class OwnFunctions {
  /** Functions that the parent keeps for one pool; others go along with their tasks. */
  private static final int MOST = 10_000;

  /** What is captured beyond this is sent once for a whole map. */
  private static final int LARGE = 4096;

  private static final byte[] NONE = {};

  private final OwnCore core;
  private final Map<Class<?>, Function> bare = new ConcurrentHashMap<>();
  private final AtomicInteger defined = new AtomicInteger();

  OwnFunctions(OwnCore core) {
    this.core = core;
  }

  /**
   * A function as it is sent.
   *
   * @param defined its number where the parent keeps it; {@link Nesting#INLINE}
   * @param size how many bytes it has, wherever they are
   */
  record Function(Object source, String title, int defined, Code code, int size) {}

  /** A function's bytes; none where the parent has them. */
  static final class Code {
    final byte[] bytes;

    Code(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /**
   * A function, to be sent once or often.
   *
   * @param many whether for many items
   */
  Function of(Object function, boolean many) {
    boolean always = Functional.bare(function);
    Function known = always ? bare.get(function.getClass()) : null;
    if (known != null) {
      return known;
    }
    String why = Functional.shared(function);
    if (why != null) {
      throw new RefusedException(why, null);
    }
    Encoder encoder = core.codec().encoder();
    encoder.limit(Nesting.LARGEST / 2);
    try {
      encoder.function(function, "task");
    } catch (CodecException e) {
      throw OwnCore.refused(e);
    }
    byte[] code = encoder.copy();
    String title = Functional.title(function);
    boolean keep = always || (many && code.length > LARGE);
    if (!keep || defined.get() >= MOST) {
      return new Function(function, title, Nesting.INLINE, new Code(code), code.length);
    }
    core.keep(code.length);
    int number = defined.getAndIncrement();
    core.ask(Nesting.DEFINE, Nesting.define(number, code));
    Function made = new Function(function, title, number, new Code(NONE), code.length);
    if (always) {
      bare.putIfAbsent(function.getClass(), made);
    }
    return made;
  }

  /** A map has ended: what was kept for it alone goes. */
  void forget(Function function) {
    if (function.defined() != Nesting.INLINE
        && !bare.containsValue(function)
        && !core.isTerminated()
        && !Functional.bare(function.source())) {
      core.ask(Nesting.DEFINE, Nesting.define(function.defined()));
      core.keep(-function.size());
    }
  }
}
