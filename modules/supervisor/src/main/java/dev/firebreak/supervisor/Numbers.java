package dev.firebreak.supervisor;

import dev.firebreak.api.Exit;
import dev.firebreak.api.Stage;
import dev.firebreak.link.LastWords;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The numbers that a verdict rests on, in the order in which they tell the story. */
final class Numbers {
  private Numbers() {}

  static Map<String, String> of(Facts facts, Report.Ended end) {
    Map<String, String> told = new LinkedHashMap<>();
    told.put("exit", end.exit().toString());
    if (facts.stage != Stage.READY) {
      told.put("stage", facts.stage.words());
    }
    Facts.Fault fault = facts.fault;
    if (fault != null) {
      told.putAll(fault.numbers());
    }
    if (facts.rung != null) {
      told.put("last step of the stop", facts.rung.name().toLowerCase(Locale.ROOT));
    }
    if (facts.operatorSignal != 0) {
      told.put("sent by a person", new Exit.Signal(facts.operatorSignal).toString());
    }
    end.evidence()
        .collection()
        .ifPresent(last ->
            told.put(
                "heap after the last collection",
                "%s, %s ago (%s)".formatted(size(last.left()), ago(last.ago()), last.what())));
    end.evidence().words().ifPresent(words -> add(told, words));
    end.evidence().crash().ifPresent(crash -> add(told, crash));
    end.evidence()
        .kills()
        .filter(_ -> end.exit() instanceof Exit.Signal(int number) && number == 9)
        .ifPresent(kills -> add(told, kills));
    return told;
  }

  private static void add(Map<String, String> told, LastWords words) {
    words
        .last(LastWords.Kind.LEAVING)
        .ifPresent(mark -> told.put("shutdown hooks began by", mark.text()));
    words
        .now()
        .ifPresent(now -> {
          told.put("heap in use", size(now.used()) + ", garbage included");
          told.put("heap limit", size(now.max()));
          if (now.progress() > 0) {
            told.put("progress reports", Long.toString(now.progress()));
          }
        });
    if (words.task() >= 0) {
      told.put("running task", Long.toString(words.task()));
    }
    words
        .problem()
        .ifPresent(
            problem -> told.put("last exception", problem.type() + " in " + problem.where()));
  }

  private static void add(Map<String, String> told, Evidence.Crash crash) {
    if (!crash.reason().isEmpty()) {
      told.put("crash", crash.reason());
    }
    if (!crash.frame().isEmpty()) {
      told.put("problematic frame", crash.frame());
    }
  }

  private static void add(Map<String, String> told, Evidence.KernelKills kills) {
    if (kills.group() >= 0) {
      told.put("killed by the kernel in this control group", Long.toString(kills.group()));
    }
    if (kills.machine() >= 0) {
      told.put("killed by the kernel on this machine", Long.toString(kills.machine()));
    }
    if (!kills.line().isEmpty()) {
      told.put("the kernel's log", kills.line());
    } else if (!kills.others().isEmpty()) {
      told.put("the kernel's log", "killed were pids %s, not this one".formatted(kills.others()));
    }
  }

  private static String ago(Duration span) {
    return span.toSeconds() < 10 ? span.toMillis() + " ms" : Clock.seconds(span.toNanos());
  }

  private static String size(long bytes) {
    return bytes < 0 || bytes == Long.MAX_VALUE ? "unknown" : (bytes >> 20) + " MB";
  }
}
