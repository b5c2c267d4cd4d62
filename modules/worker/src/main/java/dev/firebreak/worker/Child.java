package dev.firebreak.worker;

import dev.firebreak.link.LastWords.Phase;
import dev.firebreak.link.Link;
import dev.firebreak.link.Thrown;
import dev.firebreak.link.ToChild;
import dev.firebreak.link.ToParent;
import dev.firebreak.link.ToParent.How;
import dev.firebreak.link.ToParent.Step;
import java.io.File;
import java.io.FileDescriptor;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The life of a child: hello, prepare, run, end.
 * <!-- For maintainers.
 *
 * Who owns what. The main thread receives until it has Run; from then on the thread firebreak-link
 * does. Until Run the main thread sends; from then on firebreak-beat does, and other threads post
 * to it.
 *
 * Why it looks so plain. All of this runs before the user's first line, in a JVM that is a few
 * milliseconds old: a lambda, a switch over types, String.format, a record's toString or a channel
 * each cost more than the whole of it.
 *
 * How it ends. Like the program's own JVM would: the main thread throws what main threw, and the
 * JVM does the rest. Only two ways out are ours: the link is lost (117), memory of a kind that no
 * flag watches ran out (3). -->
 */
final class Child {
  /** No status: the JVM ends when no thread is left that is no daemon. */
  static final int OPEN = -1;

  /** The status of a child whose program could not be started; plain java has the same. */
  static final int NOT_STARTED = 1;

  /** The status after OutOfMemoryError, the one that -XX:+ExitOnOutOfMemoryError has. */
  static final int OUT_OF_MEMORY = 3;

  /** How long the last words wait for a parent that does not read; then the JVM goes on. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The property by which the parent asks to deny native access, whatever its value. */
  private static final String DENY_NATIVE = "dev.firebreak.worker.denyNative";

  private final Link<ToParent, ToChild> link;
  private final Box box = new Box();
  private final Listener listener;
  private final Pulse pulse;

  /**
   * A child at the end of that link.
   *
   * @param pipe what the link reads from, see {@link Listener}
   */
  Child(Link<ToParent, ToChild> link, @Nullable File pipe) {
    this.link = link;
    this.listener = new Listener(link, pipe, box);
    this.pulse = new Pulse(link, box);
  }

  /**
   * Returns when the user's main does; throws what it throws.
   *
   * @return the status to exit with, whatever still runs; {@link #OPEN} to end as a JVM does
   */
  int live(long at) throws Throwable {
    Step making = Step.LAYER_BUILT;
    Entry entry = null;
    Serving serving = null;
    ToChild.Run run;
    Context context = null;
    Uncaught uncaught;
    try {
      link.send(new ToParent.Hello(ToParent.PROTOCOL, pid(), at, onCache()));
      ToChild.Prepare prepare = received(ToChild.Prepare.class);
      box.at(prepare.box());
      deny();
      if (prepare.serves()) {
        serving = Serving.prepare(prepare.launch());
      } else {
        entry = Entry.prepare(prepare.launch());
      }
      boolean task = entry == null || entry.task();
      link.send(new ToParent.Stage(making, System.nanoTime(), task));
      making = Step.MAIN_REACHED;
      pulse.start(prepare.heartbeat());
      Runtime.getRuntime().addShutdownHook(new Farewell(pulse, listener, box));
      uncaught = new Uncaught(pulse, listener, Thread.currentThread(), box);
      Thread.setDefaultUncaughtExceptionHandler(uncaught);
      run = received(ToChild.Run.class);
      if (entry != null) {
        context = new Context(pulse, run, box);
        listener.start(context);
        entry.enter(run.arguments());
      } else if (serving != null) {
        serving.enter(run);
      }
      link.send(new ToParent.Stage(making, System.nanoTime(), task));
      pulse.running();
    } catch (StartFailure failure) {
      refuse(failure.told(making));
      return NOT_STARTED;
    } catch (IOException e) {
      // Nobody is there to be told; a supervisor that still lives reads the status.
      Runtime.getRuntime().halt(Link.LOST);
      return Link.LOST;
    }
    if (serving != null) {
      return serve(serving, run, uncaught);
    }
    if (entry != null && context != null) {
      run(entry, context);
    }
    return OPEN;
  }

  /**
   * Serves a pool until it says Stop; what its tasks have left running does not hold the end up.
   */
  private int serve(Serving serving, ToChild.Run run, Uncaught uncaught) {
    String board = run.arguments().get(1);
    String token = run.arguments().get(2);
    ChildHost host = new ChildHost(listener, uncaught, board, box);
    int number = Integer.parseInt(run.arguments().get(0));
    TaskLoop loop = new TaskLoop(link, host, serving, number, run.generation());
    if (!token.isEmpty()) {
      host.output(
          Marks.into(FileDescriptor.out, token, loop), Marks.into(FileDescriptor.err, token, loop));
    }
    boolean stopped = loop.serve();
    try {
      pulse.post(new ToParent.Ended(stopped ? How.RETURNED : How.THREW), PATIENCE);
    } catch (IOException e) {
      // The parent is gone, and this child goes too.
    }
    return stopped ? 0 : NOT_STARTED;
  }

  /**
   * Denies native access where the parent asks for it, before any of the program's code is there.
   */
  private static void deny() throws StartFailure {
    if (System.clearProperty(DENY_NATIVE) == null) {
      return;
    }
    boolean denied;
    try {
      denied = Inside.denyNativeAccess();
    } catch (LinkageError e) {
      denied = false; // the sentence below is for this case too
    }
    if (!denied) {
      throw new StartFailure(
          "native access was not granted, and this JDK does not let the worker deny it: grant it"
              + " (--allow native-access), or run the supervisor on the same JDK as its children",
          null);
    }
  }

  private void run(Entry entry, Context context) throws Throwable {
    try {
      entry.run(context);
    } catch (Throwable thrown) {
      ended(context, thrown);
      throw thrown;
    }
    context.end();
    box.phase(Phase.RETURNED);
    try {
      pulse.post(new ToParent.Ended(How.RETURNED), PATIENCE);
    } catch (IOException e) {
      // The parent is gone: firebreak-link reads the same and halts.
    }
  }

  private void ended(Context context, Throwable thrown) {
    context.end();
    Trace.trim(thrown);
    try {
      pulse.post(
          new ToParent.Threw(Thread.currentThread().getName(), Thrown.of(thrown)), Duration.ZERO);
      pulse.post(new ToParent.Ended(How.THREW), PATIENCE);
      box.phase(Phase.THREW);
      box.thrown("thread main", thrown);
    } catch (IOException | OutOfMemoryError | LinkageError e) {
      // The parent is gone, which firebreak-link reads too; or there is no memory to tell it,
      // which Uncaught tells next.
    }
  }

  private void refuse(ToParent.Failed failed) {
    try {
      link.send(failed);
    } catch (IOException e) {
      // The status says as much as can be said.
    }
    Runtime.getRuntime().halt(NOT_STARTED);
  }

  private <F extends ToChild> F received(Class<F> expected) throws IOException {
    ToChild frame = listener.receive();
    if (!expected.isInstance(frame)) {
      throw new IOException(frame == null ? "the parent is gone" : "a frame out of turn");
    }
    return expected.cast(frame);
  }

  private static boolean onCache() {
    // The images that children boot from hold no default archive: sharing means the cache.
    return System.getProperty("java.vm.info", "").contains("sharing");
  }

  /** ProcessHandle starts a thread pool for the same number, a stream the cleaner's thread. */
  private static long pid() {
    try {
      return Long.parseLong(new File("/proc/self").getCanonicalFile().getName());
    } catch (IOException | NumberFormatException e) {
      // No /proc here: asked in the dearer way.
      return ProcessHandle.current().pid();
    }
  }
}
