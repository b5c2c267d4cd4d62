package dev.firebreak.faults;

import dev.firebreak.api.WorkContext;
import java.io.IOException;

/**
 * A script that starts itself twice, and so on, and a task that waits for it.
 *
 * <p>Bounded without a limit of the system's, as root has none: the script counts, so there are at
 * most 63 of it, and each ends by itself after a minute.
 */
final class ForkBomb implements Deed {
  private static final String SCRIPT =
      "if [ $1 -gt 0 ]; then"
          + " sh -c \"$2\" bomb $(($1 - 1)) \"$2\" & sh -c \"$2\" bomb $(($1 - 1)) \"$2\" & fi;"
          + " exec sleep 60";

  private static final int DEPTH = 5;

  @Override
  public void commit() throws IOException {
    Process first =
        new ProcessBuilder("sh", "-c", SCRIPT, "bomb", Integer.toString(DEPTH), SCRIPT)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    WorkContext.current().send(new long[] {first.pid()});
    Stuck.forEver();
  }
}
