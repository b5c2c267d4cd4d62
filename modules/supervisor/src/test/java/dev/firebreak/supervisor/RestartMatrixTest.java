package dev.firebreak.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.firebreak.api.ChildStatus.State;
import dev.firebreak.api.Restart;
import dev.firebreak.api.SupervisorSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Permanent, transient, temporary times normal, abnormal, killed. */
class RestartMatrixTest {
  @ParameterizedTest(name = "{0} child that ends with {1}: started again = {2}")
  @CsvSource({
    "PERMANENT,   0, true",
    "PERMANENT,   1, true",
    "PERMANENT, 137, true",
    "TRANSIENT,   0, false",
    "TRANSIENT,   1, true",
    "TRANSIENT, 137, true",
    "TEMPORARY,   0, false",
    "TEMPORARY,   1, false",
    "TEMPORARY, 137, false",
  })
  void cell(Restart type, int status, boolean again) {
    var theatre = new Theatre(SupervisorSpec.of("sup", Theatre.child("a").with(type))).start();

    theatre.end("a", status);

    assertEquals(again, theatre.spawner.alive("a"));
    assertEquals(again ? 2 : 1, theatre.status("a").id().generation());
    assertEquals(again ? State.UP : State.ENDED, theatre.status("a").state());
  }
}
