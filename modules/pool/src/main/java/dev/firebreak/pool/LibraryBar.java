package dev.firebreak.pool;

import java.io.File;
import java.io.PrintStream;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bar of me.tongfei.progressbar, if it is to be found.
 * <!-- For maintainers. Reflection, and no `requires`: that module requires automatic ones
 * (org.jline.terminal), so whoever required a pool could not link an image of their program, and
 * each worker would resolve them in its layer. So it is looked for when a bar is first shown: on
 * the class path, in the module graph, and last on the module path, in a layer of its own. Its own
 * consumer for consoles is not used, as that starts the whole of JLine, native code included, to
 * learn how wide a terminal is. -->
 */
final class LibraryBar implements Bar {
  private static final Logger LOG = LoggerFactory.getLogger("dev.firebreak.pool");
  private static final String MODULE = "me.tongfei.progressbar";

  /** What is needed of the module path, and nothing else of it: an automatic module wants all. */
  private static final Set<String> NEEDED = Set.of(MODULE, "org.jline.terminal");

  private static final int FRAME = 100;

  private final PrintStream out;
  private final AutoCloseable bar;
  private final Method stepTo;

  private LibraryBar(PrintStream out, AutoCloseable bar, Method stepTo) {
    this.out = out;
    this.bar = bar;
    this.stepTo = stepTo;
  }

  /** A bar; null where the library cannot be used. */
  static @Nullable Bar open(PrintStream out, String title, long total, long done, long nanos) {
    try {
      ClassLoader loader = loader(System.getProperty("jdk.module.path", ""));
      return loader == null ? null : build(loader, out, title, total, done, nanos);
    } catch (Exception | LinkageError e) {
      LOG.debug("the library for progress bars cannot be used", e);
      return null;
    }
  }

  /** Who has it; null if nobody. */
  static @Nullable ClassLoader loader(String modulePath) {
    ClassLoader own = LibraryBar.class.getClassLoader();
    try {
      Class.forName(MODULE + ".ProgressBar", false, own);
      return own;
    } catch (ClassNotFoundException e) {
      return modulePath.isEmpty() ? null : ownLayer(modulePath);
    }
  }

  static @Nullable ClassLoader ownLayer(String modulePath) {
    Path[] path =
        Arrays.stream(modulePath.split(File.pathSeparator, -1)).map(Path::of).toArray(Path[]::new);
    try {
      ModuleLayer boot = ModuleLayer.boot();
      Configuration graph =
          boot.configuration().resolve(new Only(path), ModuleFinder.of(), Set.of(MODULE));
      return boot.defineModulesWithOneLoader(graph, ClassLoader.getSystemClassLoader())
          .findLoader(MODULE);
    } catch (FindException | ResolutionException e) {
      return null; // it is not there, or not whole
    }
  }

  /** Sees what is needed of a path. */
  private static final class Only implements ModuleFinder {
    private final ModuleFinder all;

    Only(Path[] path) {
      this.all = ModuleFinder.of(path);
    }

    @Override
    public Optional<ModuleReference> find(String name) {
      return NEEDED.contains(name) ? all.find(name) : Optional.empty();
    }

    @Override
    public Set<ModuleReference> findAll() {
      return NEEDED.stream().flatMap(name -> find(name).stream()).collect(Collectors.toSet());
    }
  }

  static Bar build(
      ClassLoader loader, PrintStream out, String title, long total, long done, long nanos)
      throws ReflectiveOperationException {
    Class<?> builder = type(loader, "ProgressBarBuilder");
    Class<?> consumer = type(loader, "ProgressBarConsumer");
    Class<?> style = type(loader, "ProgressBarStyle");
    boolean plain = System.getenv("NO_COLOR") != null;
    Consumer<String> print =
        text -> {
          out.print("\r" + text + "\033[K");
          out.flush();
        };
    Object printer =
        type(loader, "DelegatingProgressBarConsumer")
            .getConstructor(Consumer.class, int.class)
            .newInstance(print, Screen.width(System.getenv("COLUMNS")) - 1);
    Object made = builder.getConstructor().newInstance();
    builder.getMethod("setTaskName", String.class).invoke(made, title);
    builder.getMethod("setInitialMax", long.class).invoke(made, total == 0 ? -1 : total);
    builder.getMethod("setUpdateIntervalMillis", int.class).invoke(made, FRAME);
    builder.getMethod("continuousUpdate").invoke(made);
    builder
        .getMethod("startsFrom", long.class, Duration.class)
        .invoke(made, done, Duration.ofNanos(nanos));
    builder
        .getMethod("setStyle", style)
        .invoke(made, style.getField(plain ? "UNICODE_BLOCK" : "COLORFUL_UNICODE_BLOCK").get(null));
    builder.getMethod("setConsumer", consumer).invoke(made, printer);
    Object bar = builder.getMethod("build").invoke(made);
    return new LibraryBar(out, (AutoCloseable) bar, bar.getClass().getMethod("stepTo", long.class));
  }

  private static Class<?> type(ClassLoader loader, String name) throws ClassNotFoundException {
    return Class.forName(MODULE + "." + name, true, loader);
  }

  @Override
  public void at(long done) {
    try {
      stepTo.invoke(bar, done);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e); // it is public, and throws nothing
    }
  }

  @Override
  public void close() {
    try {
      bar.close();
    } catch (Exception e) {
      throw new IllegalStateException(e); // it throws nothing
    }
    out.print(LineBar.CLEAR);
    out.flush();
  }
}
