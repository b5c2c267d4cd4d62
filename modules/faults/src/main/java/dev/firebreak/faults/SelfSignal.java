package dev.firebreak.faults;

import java.io.IOException;

/** A signal to this JVM, as the system or a person sends it, by a program of its own. */
final class SelfSignal implements Deed {
  private final String signal;

  SelfSignal(String signal) {
    this.signal = signal;
  }

  @Override
  public void commit() throws IOException, InterruptedException {
    send(signal);
    Stuck.forEver();
  }

  static void send(String signal) throws IOException, InterruptedException {
    long me = ProcessHandle.current().pid();
    var _ = new ProcessBuilder("kill", "-" + signal, Long.toString(me)).start().waitFor();
  }
}
