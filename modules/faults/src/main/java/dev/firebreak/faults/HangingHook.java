package dev.firebreak.faults;

import java.io.IOException;

/** SIGTERM to a JVM that has a shutdown hook which never ends. */
final class HangingHook implements Deed {
  @Override
  public void commit() throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(Stuck::forEver, "flush-all"));
    SelfSignal.send("TERM");
    Stuck.forEver();
  }
}
