package dev.firebreak.lab;

import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.WorkContext;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** Tasks, arguments and results with which something goes wrong in one phase of a task's way. */
final class Traps {
  private Traps() {}

  private static boolean insideATask() {
    try {
      return WorkContext.current().task() >= 0;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** An argument: in the caller, while it is taken apart. */
  static final class Encoding implements Serializable {
    private static final long serialVersionUID = 1;
    private final Fault fault;

    Encoding(Fault fault) {
      this.fault = fault;
    }

    private void writeObject(ObjectOutputStream out) {
      fault.commit();
    }
  }

  /** An argument: in the worker, while it is built. */
  static final class Decoding implements Serializable {
    private static final long serialVersionUID = 1;
    private final Fault fault;

    Decoding(Fault fault) {
      this.fault = fault;
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      fault.commit();
    }
  }

  /** A result: in the worker, while it is taken apart. */
  record EncodedResult(Fault fault) {
    @Override
    public Fault fault() {
      return fault.commit();
    }
  }

  /** A result: in the caller, while it is built. */
  record DecodedResult(Fault fault) {
    DecodedResult {
      if (!insideATask()) {
        fault.commit();
      }
    }
  }

  /** A task: in the worker, while its class is initialized. */
  static SerializableCallable<Object> loading(Fault fault) {
    return switch (fault) {
      case EXCEPTION -> LoadException::run;
      case ERROR -> LoadError::run;
      case EXIT -> LoadExit::run;
      case HALT -> LoadHalt::run;
      case SIGKILL -> LoadSigkill::run;
      case SIGSEGV -> LoadSigsegv::run;
      case HEAP -> LoadHeap::run;
      case METASPACE -> LoadMetaspace::run;
      case DIRECT -> LoadDirect::run;
      case THREADS -> LoadThreads::run;
      case OVERFLOW -> LoadOverflow::run;
      case STALL -> LoadStall::run;
      case SIGSTOP -> LoadSigstop::run;
      case HALF_FRAME -> LoadHalfFrame::run;
    };
  }

  private static final class LoadException {
    private static final Object NEVER = Fault.EXCEPTION.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadError {
    private static final Object NEVER = Fault.ERROR.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadExit {
    private static final Object NEVER = Fault.EXIT.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadHalt {
    private static final Object NEVER = Fault.HALT.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadSigkill {
    private static final Object NEVER = Fault.SIGKILL.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadSigsegv {
    private static final Object NEVER = Fault.SIGSEGV.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadHeap {
    private static final Object NEVER = Fault.HEAP.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadMetaspace {
    private static final Object NEVER = Fault.METASPACE.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadDirect {
    private static final Object NEVER = Fault.DIRECT.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadThreads {
    private static final Object NEVER = Fault.THREADS.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadOverflow {
    private static final Object NEVER = Fault.OVERFLOW.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadStall {
    private static final Object NEVER = Fault.STALL.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadSigstop {
    private static final Object NEVER = Fault.SIGSTOP.commit();

    static Object run() {
      return NEVER;
    }
  }

  private static final class LoadHalfFrame {
    private static final Object NEVER = Fault.HALF_FRAME.commit();

    static Object run() {
      return NEVER;
    }
  }
}
