package dev.firebreak.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that are opened and never closed, until the system refuses.
 *
 * <p>Bounded by the process's own limit, or to 100,000 where that is higher.
 */
final class FileDescriptorLeak implements Deed {
  private static final int MOST = 100_000;
  private static final List<InputStream> KEPT = new ArrayList<>();

  @Override
  public void commit() throws IOException {
    Path file = Path.of(System.getProperty("java.home"), "release");
    while (KEPT.size() < MOST) {
      KEPT.add(Files.newInputStream(file));
    }
  }
}
