package dev.firebreak.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

/** The exit statuses of the command, all of them, each with its meaning. */
final class Status {
  /** Done. */
  static final int OK = 0;

  /** It was tried and failed. */
  static final int FAILED = 1;

  /** The command line or the specification file is wrong; nothing was done. */
  static final int USAGE = 2;

  /** There is no such supervisor, child or file. */
  static final int NOT_FOUND = 3;

  /** The supervisor is there and does not answer. */
  static final int NOT_ANSWERING = 4;

  /** A supervisor of that name runs already. */
  static final int TAKEN = 5;

  /** {@code run}: Firebreak failed before the program could. As {@code env} and {@code docker}. */
  static final int RUN_FAILED = 125;

  /** A signal ended it: this and the signal's number. */
  static final int SIGNAL = 128;

  private Status() {}

  /** For the help text of a command. */
  static Map<String, String> table(String command) {
    Map<String, String> table = new LinkedHashMap<>();
    if (command.equals("run")) {
      table.put("N", "the program's own exit status N; 128+N where signal N ended it");
      table.put(Integer.toString(RUN_FAILED), "Firebreak failed before the program could");
      table.put(Integer.toString(USAGE), "the command line is wrong; nothing was started");
      return table;
    }
    table.put(Integer.toString(OK), "done");
    table.put(Integer.toString(FAILED), "it failed; for `up`: the supervisor gave up");
    table.put(Integer.toString(USAGE), "the command line or the file is wrong; nothing was done");
    table.put(Integer.toString(NOT_FOUND), "there is no such supervisor or child");
    table.put(Integer.toString(NOT_ANSWERING), "the supervisor is there and does not answer");
    table.put(Integer.toString(TAKEN), "a supervisor of that name runs already");
    table.put(
        Integer.toString(SIGNAL) + "+N", "signal N ended it at once, as a second Ctrl-C does");
    return table;
  }
}
