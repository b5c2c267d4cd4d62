package dev.firebreak.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Verdict;
import dev.firebreak.api.Verdict.Cause;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScarcityTest {
  static Stream<Arguments> shortages() {
    return Stream.of(
        Arguments.of("Java heap space", Cause.HEAP_OOM),
        Arguments.of("Requested array size exceeds VM limit", Cause.HEAP_OOM),
        Arguments.of("Metaspace", Cause.METASPACE_OOM),
        Arguments.of("Cannot reserve 1 bytes of direct buffer memory", Cause.DIRECT_OOM),
        Arguments.of("unable to create native thread", Cause.THREADS_OOM),
        Arguments.of("mine", Cause.OTHER_OOM));
  }

  @ParameterizedTest
  @MethodSource("shortages")
  void memoryThatAllShare(String message, Cause cause) {
    Scarcity scarcity = Scarcity.of(new IllegalStateException(new OutOfMemoryError(message)));

    assertNotNull(scarcity);
    assertEquals(cause, scarcity.verdict().cause());
    assertTrue(scarcity.sentence().contains("ran out of memory (" + message), scarcity.sentence());
  }

  @Test
  void noDescriptorForAClass() {
    Throwable plain = new NoClassDefFoundError("a/B");
    Throwable told =
        new NoClassDefFoundError("a/B").initCause(new IOException("Too many open files"));

    for (Throwable each : new Throwable[] {plain, told}) {
      Scarcity scarcity = Scarcity.of(each);
      assertNotNull(scarcity);
      assertEquals(Verdict.Confidence.GUESS, scarcity.verdict().confidence());
      assertTrue(scarcity.sentence().contains("file descriptors"), scarcity.sentence());
    }
  }

  @Test
  void aFaultOfFirebreakItselfIsStillOne() {
    assertNull(Scarcity.of(new IllegalStateException("the frame is none")));
  }
}
