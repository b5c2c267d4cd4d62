package dev.firebreak.worker;

import dev.firebreak.link.Launch;
import dev.firebreak.link.ToChild;
import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;

/**
 * Where the classes of a worker's tasks are: in a layer, or on the class path. Finding it runs
 * nothing of the user's.
 */
final class Serving extends WorkerSide {
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
  public MethodHandles.@Nullable Lookup lookup(Class<?> type) {
    open(type);
    return null;
  }

  private void open(Class<?> type) {
    if (layer != null) {
      layer.open(type);
    }
  }
}
