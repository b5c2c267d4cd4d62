package dev.firebreak.launcher;

import dev.firebreak.api.SupervisorSpec;
import dev.firebreak.processes.Options;
import dev.firebreak.processes.ProcessSupervisor;
import dev.firebreak.processes.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A supervisor in this process, with its control socket and its signals: INT and TERM stop it in
 * order, a second INT ends all children at once, HUP reads its file again.
 */
final class Foreground implements AutoCloseable {
  private static final int SIGINT = 2;
  private static final Path TERMINAL = Path.of("/dev/tty");

  private final ProcessSupervisor supervisor;
  private final ControlServer control;
  private final Callable<String> reload;
  private final boolean terminal = hasTerminal();
  private final AtomicInteger interrupts = new AtomicInteger();

  private Foreground(ProcessSupervisor supervisor, ControlServer control, Callable<String> reload) {
    this.supervisor = supervisor;
    this.control = control;
    this.reload = reload;
  }

  /**
   * Starts a supervisor.
   *
   * @param reload given the supervisor, what a reload does; its result tells what came of it
   */
  static Foreground open(
      SupervisorSpec spec, Options options, Function<ProcessSupervisor, Callable<String>> reload)
      throws IOException {
    ProcessSupervisor supervisor;
    try {
      supervisor = ProcessSupervisor.open(spec, options);
    } catch (StateException e) {
      int status = String.valueOf(e.getMessage()).contains("runs") ? Status.TAKEN : Status.FAILED;
      throw new CommandFailure(status, String.valueOf(e.getMessage()), e);
    }
    try {
      Callable<String> again = reload.apply(supervisor);
      ControlServer control =
          ControlServer.open(supervisor.folder(), new ControlDesk(supervisor, again));
      Foreground opened = new Foreground(supervisor, control, again);
      opened.listen();
      return opened;
    } catch (IOException | RuntimeException e) {
      supervisor.close();
      throw e;
    }
  }

  ProcessSupervisor supervisor() {
    return supervisor;
  }

  /** The signal that ended all at once; 0 if none did. */
  int killedBy() {
    return interrupts.get() > 1 ? SIGINT : 0;
  }

  /** Whether somebody pressed Ctrl-C. */
  boolean stoppedByCtrlC() {
    return interrupts.get() > 0;
  }

  private void listen() {
    Signals.on("INT", this::interrupted);
    Signals.on("TERM", () -> stop("it got SIGTERM"));
    Signals.on("HUP", this::hungUp);
  }

  private void stop(String why) {
    var _ = supervisor.stopAll(why);
  }

  private void interrupted() {
    switch (interrupts.incrementAndGet()) {
      case 1 -> stop("of Ctrl-C (SIGINT)");
      case 2 -> {
        var _ = supervisor.killAll("of a second Ctrl-C (SIGINT)");
      }
      default -> Runtime.getRuntime().halt(Status.SIGNAL + SIGINT); // the guardian kills the rest
    }
  }

  private void hungUp() {
    if (terminal && !hasTerminal()) {
      stop("its terminal was closed (SIGHUP)");
      return;
    }
    Thread.ofPlatform()
        .name("firebreak-reload")
        .daemon()
        .start(() -> {
          try {
            Words.say("reload: " + reload.call());
          } catch (Exception e) {
            Words.failure(e);
          }
        });
  }

  private static boolean hasTerminal() {
    try (var in = Files.newInputStream(TERMINAL)) {
      return in != null;
    } catch (IOException e) {
      return false; // a service, a container or a pipeline has none
    }
  }

  /** Stops the children, if they are not stopped yet. */
  @Override
  public void close() {
    supervisor.close();
    control.close();
  }
}
