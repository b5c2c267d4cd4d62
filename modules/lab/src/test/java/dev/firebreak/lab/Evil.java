package dev.firebreak.lab;

import dev.firebreak.api.Pool;
import dev.firebreak.api.PoolOptions;
import dev.firebreak.api.WorkContext;
import dev.firebreak.api.WorkerStatus;
import dev.firebreak.processes.ProcessPool;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.locks.LockSupport;

/** What the tasks do that other pools are broken by, and what their neighbours do. */
final class Evil {
  private Evil() {}

  static int fine(Object ignored) {
    LockSupport.parkNanos(1_000_000);
    return ignored instanceof Integer number ? number : 0;
  }

  static int slow(int number) {
    WorkContext.current().send(number);
    for (long end = System.nanoTime() + 3_000_000_000L; System.nanoTime() < end; ) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return number;
  }

  static int size(byte[] data) {
    return data.length;
  }

  static byte[] bulk(int size) {
    WorkContext.current().send(ProcessHandle.current().pid());
    return new byte[size];
  }

  static int kill(int ignored) throws IOException {
    return killAll(new long[] {ProcessHandle.current().pid()});
  }

  /** Itself last. */
  static int killAll(long[] pids) throws IOException {
    long me = ProcessHandle.current().pid();
    for (long pid : pids) {
      if (pid != me) {
        new ProcessBuilder("kill", "-9", Long.toString(pid)).start();
      }
    }
    new ProcessBuilder("kill", "-9", Long.toString(me)).start();
    return hang(0);
  }

  static int exit(int ignored) {
    System.exit(3);
    return 0;
  }

  static int halt(int ignored) {
    Runtime.getRuntime().halt(3);
    return 0;
  }

  static Object unsendable(int ignored) {
    return Thread.currentThread();
  }

  static int throwTwoArguments(int ignored) throws TwoArguments {
    throw new TwoArguments(3, "three");
  }

  static void fail() {
    throw new IllegalStateException("no licence");
  }

  static int hang(int ignored) {
    while (true) {
      LockSupport.parkNanos(1_000_000_000L);
    }
  }

  /** Cannot be made of a message. */
  static final class TwoArguments extends Exception {
    private static final long serialVersionUID = 1;

    TwoArguments(int code, String text) {
      super(text + code);
    }
  }

  /** Can be made anywhere but in one process. */
  record Picky(long notHere) {
    Picky {
      if (notHere == ProcessHandle.current().pid()) {
        throw new IllegalArgumentException("not here");
      }
    }
  }

  /** Does something when it is read. */
  static final class Trap implements Serializable {
    private static final long serialVersionUID = 1;
    private final boolean kills;

    private Trap(boolean kills) {
      this.kills = kills;
    }

    static Trap killing() {
      return new Trap(true);
    }

    static Trap throwing() {
      return new Trap(false);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      if (kills) {
        Runtime.getRuntime().halt(3);
      }
      throw new InvalidObjectException("cannot be read");
    }
  }

  /** A program that is killed with its workers idle or busy. */
  static final class Caller {
    private Caller() {}

    public static void main(String[] args) throws Exception {
      try (Pool pool = ProcessPool.open(PoolOptions.DEFAULT.withWorkers(2))) {
        while (pool.workers().stream().anyMatch(it -> it.state() != WorkerStatus.State.IDLE)) {
          LockSupport.parkNanos(1_000_000);
        }
        if (args[0].equals("busy")) {
          for (int i = 0; i < 2; i++) {
            pool.execute(() -> hang(0));
          }
          while (pool.workers().stream().anyMatch(it -> it.state() != WorkerStatus.State.BUSY)) {
            LockSupport.parkNanos(1_000_000);
          }
        }
        pool.workers().forEach(it -> System.out.print(it.pid() + " "));
        System.out.println(".");
        hang(0);
      }
    }
  }
}
