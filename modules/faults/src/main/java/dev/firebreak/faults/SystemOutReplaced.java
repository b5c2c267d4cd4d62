package dev.firebreak.faults;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Captures System.out, and leaves behind a stream that is closed for everybody. */
final class SystemOutReplaced implements Deed {
  @Override
  public void commit() {
    System.setOut(new Closed());
  }

  private static final class Closed extends PrintStream {
    Closed() {
      super(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    @Override
    public void println(@Nullable String line) {
      throw new IllegalStateException("the capture of System.out is over");
    }
  }
}
