package dev.firebreak.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every row that needs no script comes out with figures; how fast they are is no test's matter. */
class SmokeTest {
  @TempDir private Path cache;

  @Test
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void eachRowHasPositiveFigures() throws Exception {
    Settings settings = new Settings(Optional.of(1), true, Optional.empty(), Optional.of(cache));

    PrintStream told = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    try (Ground ground = new Ground(settings, told)) {
      for (Row row : Rows.ALL) {
        if (row instanceof Listing) {
          continue; // it measures the script, which the launcher's tests run
        }
        List<Figure> figures = row.run(ground);

        assertTrue(!figures.isEmpty(), row.name());
        for (Figure figure : figures) {
          assertEquals(row.name(), figure.row());
          assertTrue(figure.what().length() > 3, row.name());
          boolean idle = figure.unit().startsWith("%"); // a second of idleness may cost nothing
          assertTrue(idle || figure.ours().min() > 0, figure.toString());
          figure
              .reference()
              .ifPresent(sample -> assertTrue(idle || sample.min() > 0, figure.what()));
        }
        assertTrue(Table.of(figures).contains(figures.getFirst().what()));
        assertTrue(Json.of(figures).contains("\"runs\":"));
      }
    }
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void aRowThatIsNoneIsUsage() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

    int status = Main.run(print, print, Optional.empty(), "warp");

    assertEquals(2, status);
  }
}
