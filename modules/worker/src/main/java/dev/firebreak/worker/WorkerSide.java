package dev.firebreak.worker;

import dev.firebreak.api.RemoteException;
import dev.firebreak.link.Codec;
import dev.firebreak.link.RemoteThrowable;
import org.jspecify.annotations.Nullable;

/** What a worker takes from its parent and gives back, wherever it finds its classes. */
public abstract class WorkerSide implements Codec.Types {
  /** For those who say where classes are. */
  protected WorkerSide() {}

  @Override
  public @Nullable String refusal(Class<?> type) {
    return null; // the parent may run any code here
  }

  @Override
  public boolean serialized() {
    return true;
  }

  @Override
  public boolean serializes() {
    return false;
  }

  @Override
  public Throwable standIn(RemoteThrowable thrown) {
    RemoteException standIn = new RemoteException(thrown.type(), thrown.message(), thrown.text());
    standIn.setStackTrace(thrown.stack());
    if (thrown.cause() != null) {
      standIn.initCause(thrown.cause());
    }
    for (Throwable suppressed : thrown.suppressed()) {
      standIn.addSuppressed(suppressed);
    }
    return standIn;
  }
}
