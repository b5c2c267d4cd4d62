package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec.Jvm;
import dev.firebreak.api.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task may ask for its own pool's JVMs, and what it may not. */
class NestedJvmTest {
  private static final Jvm ASKED = Jvm.DEFAULT.withHeap(new ByteSize(64L << 20));

  private static Jvm of(Jvm outer, String... options) {
    return NestedJvm.of(outer, ASKED.withOptions(List.of(options)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--add-modules=ALL-SYSTEM",
        "--add-modules",
        "--module-path=/tmp",
        "-p",
        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
        "--add-reads=a=b",
        "--patch-module=java.base=/tmp",
        "--enable-native-access=ALL-UNNAMED",
        "--illegal-native-access=allow",
        "--sun-misc-unsafe-memory-access=allow",
        "--limit-modules=java.base",
        "--upgrade-module-path=/tmp",
        "-cp",
        "-classpath",
        "-jar",
        "-javaagent:/tmp/a.jar",
        "-agentlib:jdwp=transport=dt_socket,server=y",
        "-agentpath:/tmp/a.so",
        "-Xrunjdwp",
        "-Xbootclasspath/a:/tmp",
        "-Xverify:none",
        "-Xshare:off",
        "-Xlog:gc*:file=/tmp/x",
        "-XX:+EnableDynamicAgentLoading",
        "-XX:OnError=touch /tmp/x",
        "-XX:OnOutOfMemoryError=touch /tmp/x",
        "-XX:ErrorFile=/tmp/x",
        "-XX:HeapDumpPath=/tmp/x",
        "-XX:Flags=/tmp/x",
        "-XX:VMOptionsFile=/tmp/x",
        "-XX:SharedArchiveFile=/tmp/x",
        "-XX:AOTCache=/tmp/x",
        "-XX:StartFlightRecording",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:-ExitOnOutOfMemoryError",
        "-XX:MaxDirectMemorySize=100g",
        "@/tmp/options",
        "Main",
        "-ea\n-javaagent:/tmp/a.jar",
        "-Ddev.firebreak.worker.denyNative=false",
        "-Djdk.attach.allowAttachSelf=true",
        "-Djdk.module.addmods.0=java.sql",
        "-Djava.system.class.loader=Mine",
        "-Djava.library.path=/tmp",
        "-Dsun.boot.library.path=/tmp",
        "-Dcom.sun.management.jmxremote",
        "-Duser.dir=/tmp",
        "-D",
        "-Xss65m",
        "-Xss99999999999"
      })
  void optionThatMightGiveMore(String option) {
    RefusedException refused =
        assertThrows(RefusedException.class, () -> of(Jvm.DEFAULT, option), option);

    assertTrue(refused.getMessage().contains(option), refused.getMessage());
    assertTrue(refused.getMessage().contains("outermost pool"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xmx8g", "-Xms8g", "-Xmn1g", "-XX:MaxHeapSize=8g"})
  void heapIsAskedForByItsOwnName(String option) {
    RefusedException refused =
        assertThrows(RefusedException.class, () -> of(Jvm.DEFAULT, option), option);

    assertTrue(refused.getMessage().contains("withMemory"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-ea",
        "-ea:shop...",
        "-esa",
        "-Xss2m",
        "-Xint",
        "-XX:+UseParallelGC",
        "-XX:ActiveProcessorCount=1",
        "-XX:TieredStopAtLevel=1",
        "-XX:MaxMetaspaceSize=64m",
        "-Dshop.name=a = b",
        "-Dshop",
        "-Djava.awt.headless=true",
        "-Duser.timezone=UTC"
      })
  void optionThatGivesNothing(String option) {
    assertEquals(List.of(option), of(Jvm.DEFAULT, option).options());
  }

  @Test
  void optionsOfTheTasksPoolStayButForTheSizesOfItsHeap() {
    Jvm outer =
        Jvm.DEFAULT.withOptions(
            List.of("-Xmx4g", "-Xms4g", "-javaagent:a.jar", "-XX:MaxRAMPercentage=80", "-ea"));

    Jvm inner = of(outer, "-Xss2m");

    assertEquals(List.of("-javaagent:a.jar", "-ea", "-Xss2m"), inner.options());
    assertEquals(Optional.of(new ByteSize(64L << 20)), inner.heap());
  }

  @Test
  void heapOfATasksWorkerIsWhatItsOptionsSay() {
    Jvm outer = Jvm.DEFAULT.withHeap(new ByteSize(1L << 30));

    assertEquals(1L << 30, NestedJvm.heap(outer).bytes());
    assertEquals(1L << 26, NestedJvm.heap(outer.withOptions(List.of("-Xmx64m"))).bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LD_PRELOAD",
        "ld_preload",
        "LD_LIBRARY_PATH",
        "JAVA_TOOL_OPTIONS",
        "_JAVA_OPTIONS",
        "JDK_JAVA_OPTIONS",
        "CLASSPATH",
        "PATH",
        "BASH_ENV",
        "ENV",
        "IFS",
        "GCONV_PATH",
        "MALLOC_CHECK_",
        "GLIBC_TUNABLES",
        "FIREBREAK_CHILD",
        "A=B",
        "",
        "BASH_FUNC_x%%"
      })
  void variableThatMightLoadCode(String name) {
    Jvm asked = ASKED.withEnvironment(Map.of(name, "x"));

    RefusedException refused =
        assertThrows(RefusedException.class, () -> NestedJvm.of(Jvm.DEFAULT, asked));

    assertTrue(refused.getMessage().contains(name), refused.getMessage());
  }

  @Test
  void variablesFolderAndLeanness() {
    Jvm outer = Jvm.DEFAULT.withEnvironment(Map.of("SHOP", "outer", "KEPT", "1"));
    Jvm asked = ASKED.withEnvironment(Map.of("SHOP", "inner")).withDirectory(Path.of("/tmp"));

    Jvm inner = NestedJvm.of(outer, asked);

    assertEquals(Map.of("SHOP", "inner", "KEPT", "1"), inner.environment());
    assertEquals(Optional.of(Path.of("/tmp")), inner.directory());
  }
}
