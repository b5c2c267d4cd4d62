package dev.firebreak.faults;

import dev.firebreak.api.WorkContext;
import java.io.IOException;

/**
 * Starts a program and forgets it.
 *
 * <p>Bounded: it ends by itself after a minute.
 */
final class Grandchild implements Deed {
  @Override
  public void commit() throws IOException {
    long pid = new ProcessBuilder("sleep", "60").start().pid();
    WorkContext.current().send(new long[] {pid});
  }
}
