package dev.firebreak.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PythonTest {
  private static final int PEERS = 6;

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void aPeerIsNeitherMeasuredNorTold() throws Exception {
    Settings settings = new Settings(Optional.of(1), true, Optional.empty(), Optional.empty());
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    List<Figure> figures;
    try (Ground ground =
        new Ground(settings, new PrintStream(said, true, StandardCharsets.UTF_8))) {
      Figure ours = Figure.alone("rtt", "round trip", "us", Sample.of(1));
      figures = new Python(ground).beside(ours, "rtt", 5, 1, new Goal.None());
    }

    String lines = said.toString(StandardCharsets.UTF_8);
    assertEquals(
        PEERS, figures.size() + lines.lines().filter(line -> !line.isEmpty()).count(), lines);
    for (Figure figure : figures) {
      assertTrue(figure.ratio().orElseThrow() > 0, figure.toString());
    }
  }
}
