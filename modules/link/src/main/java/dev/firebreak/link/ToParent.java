package dev.firebreak.link;

import org.jspecify.annotations.Nullable;

/**
 * What a child says to its parent. Moments are the child's {@link System#nanoTime()}, which on
 * Linux, macOS and Windows is the machine's monotonic clock and so compares with the parent's.
 */
public sealed interface ToParent extends Frame
    permits ToParent.Hello,
        ToParent.Stage,
        ToParent.Ready,
        ToParent.Beat,
        ToParent.Progress,
        ToParent.Failed,
        ToParent.Threw,
        ToParent.Ended,
        ToParent.Leaving,
        ToParent.OutOfMemory,
        FromWorker {
  /** The version of the protocol that this build speaks. */
  int PROTOCOL = 2;

  /** How far a child is. */
  enum Step {
    /** Its JVM runs the worker. */
    JVM_UP,
    /** Its modules are resolved and its main class is found; nothing of the user's has run. */
    LAYER_BUILT,
    /** The next thing to run is the user's. */
    MAIN_REACHED
  }

  /** How the user's main, or task, ended. */
  enum How {
    RETURNED,
    THREW
  }

  /** What there was not enough of. */
  enum Shortage {
    HEAP,
    METASPACE,
    DIRECT,
    THREADS,
    ARRAY,
    /** An OutOfMemoryError with a message that no JVM writes. */
    OTHER;

    /** By the messages of HotSpot and of the direct buffers' budget. */
    public static Shortage of(String message) {
      if (message.contains("native thread")) {
        return THREADS;
      }
      if (message.contains("irect buffer")) {
        return DIRECT;
      }
      if (message.startsWith("Requested array size")) {
        return ARRAY;
      }
      if (message.startsWith("Metaspace") || message.startsWith("Compressed class space")) {
        return METASPACE;
      }
      return message.startsWith("Java heap space") || message.startsWith("GC overhead")
          ? HEAP
          : OTHER;
    }
  }

  /**
   * The first frame.
   *
   * @param at when the worker's main began
   * @param runsOnCache whether the JVM runs on a shared archive or AOT cache
   */
  record Hello(int protocol, long pid, long at, boolean runsOnCache) implements ToParent {
    @Override
    public int tag() {
      return Wire.HELLO;
    }

    @Override
    public void write(FrameWriter body) {
      body.small(protocol);
      body.number(pid);
      body.number(at);
      body.flag(runsOnCache);
    }

    static Hello read(FrameReader body) throws LinkException {
      int protocol = body.small();
      if (protocol != PROTOCOL) {
        throw LinkException.version(protocol);
      }
      return new Hello(protocol, body.number(), body.number(), body.flag());
    }
  }

  /**
   * A step was reached.
   *
   * @param task whether the program is a Task, which can be asked to stop; false for JVM_UP
   */
  record Stage(Step step, long at, boolean task) implements ToParent {
    @Override
    public int tag() {
      return Wire.STAGE;
    }

    @Override
    public void write(FrameWriter body) {
      body.choice(step);
      body.number(at);
      body.flag(task);
    }

    static Stage read(FrameReader body) throws LinkException {
      return new Stage(body.choice(Step.values()), body.number(), body.flag());
    }
  }

  /** The task called {@code ready()}; said once. */
  record Ready() implements ToParent {
    @Override
    public int tag() {
      return Wire.READY;
    }

    @Override
    public void write(FrameWriter body) {}
  }

  /**
   * The JVM is alive.
   *
   * @param sequence from 1
   * @param progress how often the task has called {@code progress()}
   */
  record Beat(long sequence, long progress) implements ToParent {
    @Override
    public int tag() {
      return Wire.BEAT;
    }

    @Override
    public void write(FrameWriter body) {
      body.number(sequence);
      body.number(progress);
    }

    static Beat read(FrameReader body) throws LinkException {
      return new Beat(body.number(), body.number());
    }
  }

  /**
   * The latest note that the task gave to {@code progress(note)}; those between may be left out.
   */
  record Progress(String note) implements ToParent {
    @Override
    public int tag() {
      return Wire.PROGRESS;
    }

    @Override
    public void write(FrameWriter body) {
      body.text(note, 4096);
    }
  }

  /**
   * The program could not be started; the child ends with status 1.
   *
   * @param step the one that was being made and not reached
   * @param sentence what is wrong and what to do about it
   */
  record Failed(Step step, String sentence, @Nullable Thrown cause) implements ToParent {
    @Override
    public int tag() {
      return Wire.FAILED;
    }

    @Override
    public void write(FrameWriter body) {
      body.choice(step);
      body.text(sentence, 8192);
      body.flag(cause != null);
      if (cause != null) {
        cause.write(body);
      }
    }

    static Failed read(FrameReader body) throws LinkException {
      Step step = body.choice(Step.values());
      String sentence = body.text();
      return new Failed(step, sentence, body.flag() ? Thrown.read(body) : null);
    }
  }

  /** Something was thrown and caught by nobody, in the thread of that name. */
  record Threw(String thread, Thrown thrown) implements ToParent {
    @Override
    public int tag() {
      return Wire.THREW;
    }

    @Override
    public void write(FrameWriter body) {
      body.text(thread, 256);
      thrown.write(body);
    }

    static Threw read(FrameReader body) throws LinkException {
      return new Threw(body.text(), Thrown.read(body));
    }
  }

  /** The user's main, or task, ended. The JVM lives on while threads do that are no daemons. */
  record Ended(How how) implements ToParent {
    @Override
    public int tag() {
      return Wire.ENDED;
    }

    @Override
    public void write(FrameWriter body) {
      body.choice(how);
    }
  }

  /** Shutdown hooks have begun. */
  record Leaving() implements ToParent {
    @Override
    public int tag() {
      return Wire.LEAVING;
    }

    @Override
    public void write(FrameWriter body) {}
  }

  /** An OutOfMemoryError that no flag of the JVM catches; the child ends with status 3. */
  record OutOfMemory(Shortage shortage, String thread, String message) implements ToParent {
    @Override
    public int tag() {
      return Wire.OUT_OF_MEMORY;
    }

    @Override
    public void write(FrameWriter body) {
      body.choice(shortage);
      body.text(thread, 256);
      body.text(message, 4096);
    }

    static OutOfMemory read(FrameReader body) throws LinkException {
      return new OutOfMemory(body.choice(Shortage.values()), body.text(), body.text());
    }
  }
}
