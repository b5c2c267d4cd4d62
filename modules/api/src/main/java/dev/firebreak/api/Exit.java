package dev.firebreak.api;

/** What the operating system says of an ended process. */
public sealed interface Exit {
  /** Whether it is exit status 0. */
  default boolean normal() {
    return this instanceof Code(int status) && status == 0;
  }

  /**
   * It ended with a status.
   *
   * @param status 0 to 255
   */
  record Code(int status) implements Exit {
    @Override
    public String toString() {
      return "exit status " + status;
    }
  }

  /**
   * A signal ended it, or it ended itself with a status of 128 and more, which looks the same.
   *
   * @param number of the signal
   */
  record Signal(int number) implements Exit {
    @Override
    public String toString() {
      return "signal " + number + name(number);
    }

    private static String name(int number) {
      return switch (number) {
        case 1 -> " (SIGHUP)";
        case 2 -> " (SIGINT)";
        case 3 -> " (SIGQUIT)";
        case 4 -> " (SIGILL)";
        case 6 -> " (SIGABRT)";
        case 7 -> " (SIGBUS)";
        case 8 -> " (SIGFPE)";
        case 9 -> " (SIGKILL)";
        case 11 -> " (SIGSEGV)";
        case 13 -> " (SIGPIPE)";
        case 15 -> " (SIGTERM)";
        default -> "";
      };
    }
  }

  /** No process was created. */
  record NotSpawned() implements Exit {
    @Override
    public String toString() {
      return "not spawned";
    }
  }

  /**
   * Reads the status that {@link Process#exitValue()} gives.
   *
   * @param status 128 + n for signal n
   */
  static Exit of(int status) {
    return status > 128 && status < 128 + 65 ? new Signal(status - 128) : new Code(status);
  }

  /** The status that a shell shows for it: 128 + n for signal n, 127 where nothing was spawned. */
  default int status() {
    return switch (this) {
      case Code(int status) -> status;
      case Signal(int number) -> 128 + number;
      case NotSpawned() -> 127;
    };
  }
}
