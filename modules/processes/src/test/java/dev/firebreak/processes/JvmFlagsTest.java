package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Grants.Capability;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmFlagsTest {
  @ParameterizedTest(name = "heap {0}, option {1}: serial {2}")
  @CsvSource({
    ",     ,                true",
    "64m,  ,                true",
    "1g,   ,                true",
    "1025m,,                false",
    ",     -Xmx8g,          false",
    "64m,  -XX:+UseZGC,     false",
    "64m,  -XX:+UseSerialGC, false",
    "64m,  -Xss1m,          true"
  })
  void smallHeapsAreCollectedSerially(String heap, String option, boolean serial) {
    ChildSpec child =
        Watched.child("stay")
            .with(jvm -> jvm.withOptions(Optional.ofNullable(option).stream().toList()))
            .with(jvm -> heap == null ? jvm : jvm.withHeap(ByteSize.parse(heap)));

    assertEquals(serial, JvmFlags.of(child).contains("-XX:+UseSerialGC"));
  }

  @Test
  void whatIsNotGrantedIsDenied() {
    List<String> flags = JvmFlags.of(Watched.child("stay"));

    assertTrue(flags.contains("-Ddev.firebreak.worker.denyNative=true"), flags::toString);
    assertTrue(flags.contains("--sun-misc-unsafe-memory-access=deny"), flags::toString);
    assertTrue(flags.contains("-XX:-EnableDynamicAgentLoading"), flags::toString);
  }

  @Test
  void whatIsGrantedIsAllowed() {
    Grants grants =
        Grants.of().with(Capability.NATIVE_ACCESS, Capability.UNSAFE_MEMORY, Capability.AGENTS);

    List<String> flags = JvmFlags.of(Watched.child("stay").with(grants));

    assertTrue(flags.contains("--illegal-native-access=allow"), flags::toString);
    assertTrue(flags.contains("--sun-misc-unsafe-memory-access=allow"), flags::toString);
    assertTrue(flags.contains("-Djdk.attach.allowAttachSelf=true"), flags::toString);
  }
}
