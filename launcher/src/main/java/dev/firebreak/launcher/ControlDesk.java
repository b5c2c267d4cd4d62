package dev.firebreak.launcher;

import dev.firebreak.processes.ProcessSupervisor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Does what is asked through the control socket of a supervisor. */
final class ControlDesk implements ControlServer.Handler {
  private static final long SECONDS = 10;
  private final ProcessSupervisor supervisor;
  private final Callable<String> reload;

  /**
   * Makes one.
   *
   * @param reload reads the specification again; its result tells what came of it
   */
  ControlDesk(ProcessSupervisor supervisor, Callable<String> reload) {
    this.supervisor = supervisor;
    this.reload = reload;
  }

  @Override
  public Map<String, Object> answer(Map<?, ?> request) throws Exception {
    Map<String, Object> answer = new LinkedHashMap<>();
    String what = String.valueOf(request.get("do"));
    switch (what) {
      case "status" -> {
        answer.put("supervisor", supervisor.name());
        answer.put("pid", ProcessHandle.current().pid());
        answer.put("children", supervisor.children());
      }
      case "stop" -> {
        var _ = supervisor.stopAll("a person asked for it");
      }
      case "stop-child" -> done(supervisor.stop(child(request)));
      case "restart-child" -> done(supervisor.restart(child(request)));
      case "signal" -> done(supervisor.signal(child(request), number(request)));
      case "reload" -> answer.put("said", reload.call());
      default ->
          throw new CommandFailure(
              Status.USAGE,
              "\"%s\" is no request; known are %s"
                  .formatted(
                      what.substring(0, Math.min(40, what.length())),
                      List.of(
                          "status", "stop", "stop-child", "restart-child", "signal", "reload")));
    }
    return answer;
  }

  private static String child(Map<?, ?> request) {
    if (request.get("child") instanceof String child && !child.isEmpty()) {
      return child;
    }
    throw new CommandFailure(Status.USAGE, "the request names no child");
  }

  private static int number(Map<?, ?> request) {
    if (request.get("number") instanceof Number number
        && number.intValue() >= 1
        && number.intValue() <= 64) {
      return number.intValue();
    }
    throw new CommandFailure(Status.USAGE, "the request names no signal of 1 to 64");
  }

  private static void done(CompletableFuture<Void> future) throws Exception {
    try {
      future.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException unknown) {
        throw new CommandFailure(Status.NOT_FOUND, String.valueOf(unknown.getMessage()), unknown);
      }
      throw e;
    }
  }
}
