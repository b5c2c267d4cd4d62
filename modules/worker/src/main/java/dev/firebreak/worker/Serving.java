package dev.firebreak.worker;

import dev.firebreak.api.RemoteException;
import dev.firebreak.link.Codec;
import dev.firebreak.link.Launch;
import dev.firebreak.link.RemoteThrowable;
import dev.firebreak.link.ToChild;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Where the classes of a worker's tasks are: in a layer, or on the class path. Finding it runs
 * nothing of the user's.
 */
final class Serving implements Codec.Types {
  private final String module;
  private final ClassLoader loader;
  private final @Nullable Layer layer;

  private Serving(String module, ClassLoader loader, @Nullable Layer layer) {
    this.module = module;
    this.loader = loader;
    this.layer = layer;
  }

  static Serving prepare(Launch launch) throws StartFailure {
    if (launch instanceof Launch.Module named) {
      Layer layer = Layer.build(named);
      return new Serving(named.name(), layer.loader(), layer);
    }
    return new Serving("", ClassLoader.getSystemClassLoader(), null);
  }

  /** Makes this JVM look like one that plain java started with the tasks' classes. */
  void enter(ToChild.Run run) {
    Thread.currentThread().setContextClassLoader(loader);
    Entry.look(run.address(), module, "");
  }

  @Override
  public Class<?> load(String name) throws ClassNotFoundException {
    Class<?> type = Class.forName(name, false, loader);
    open(type);
    return type;
  }

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
  public MethodHandles.@Nullable Lookup lookup(Class<?> type) {
    open(type);
    return null;
  }

  private void open(Class<?> type) {
    if (layer != null) {
      layer.open(type);
    }
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
