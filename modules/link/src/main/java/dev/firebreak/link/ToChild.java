package dev.firebreak.link;

import java.time.Duration;
import java.util.List;

/** What a parent says to a child. */
public sealed interface ToChild extends Frame
    permits ToChild.Prepare, ToChild.Run, ToChild.Stop, ToChild.Interrupt, ToWorker {

  /**
   * Get the program as near to its first line as can be without running any of it. A child that
   * hears nothing more is a spare.
   *
   * @param heartbeat how often the child beats; zero for never
   * @param serves whether it has no program of its own and is a worker of a pool
   * @param box the file that it leaves its {@link LastWords} in; empty for none
   */
  record Prepare(Launch launch, Duration heartbeat, boolean serves, String box) implements ToChild {
    /** One that leaves no last words. */
    public Prepare(Launch launch, Duration heartbeat, boolean serves) {
      this(launch, heartbeat, serves, "");
    }

    /** For a program that leaves none. */
    public Prepare(Launch launch, Duration heartbeat) {
      this(launch, heartbeat, false);
    }

    @Override
    public int tag() {
      return Wire.PREPARE;
    }

    @Override
    public void write(FrameWriter body) {
      body.number(heartbeat.toMillis());
      body.flag(serves);
      body.exact(box);
      launch.write(body);
    }

    static Prepare read(FrameReader body) throws LinkException {
      Duration heartbeat = Duration.ofMillis(body.number());
      boolean serves = body.flag();
      String box = body.text();
      return new Prepare(Launch.read(body), heartbeat, serves, box);
    }
  }

  /**
   * Run what was prepared.
   *
   * @param address who the child is from now on: {@code supervisor/child}
   * @param generation which life of that child this is, from 1
   */
  record Run(String address, int generation, List<String> arguments) implements ToChild {
    public Run {
      arguments = List.copyOf(arguments);
    }

    @Override
    public int tag() {
      return Wire.RUN;
    }

    @Override
    public void write(FrameWriter body) {
      body.exact(address);
      body.small(generation);
      body.list(arguments);
    }

    static Run read(FrameReader body) throws LinkException {
      return new Run(body.text(), body.small(), body.list());
    }
  }

  /**
   * End soon, of your own accord: a task sees it in {@code stopping()}. A plain program does not.
   */
  record Stop() implements ToChild {
    @Override
    public int tag() {
      return Wire.STOP;
    }

    @Override
    public void write(FrameWriter body) {}
  }

  /** Interrupt the task's thread. Nothing happens to a plain program. */
  record Interrupt() implements ToChild {
    @Override
    public int tag() {
      return Wire.INTERRUPT;
    }

    @Override
    public void write(FrameWriter body) {}
  }
}
