package dev.firebreak.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProfileTest {
  private static List<String> keyed(String... flags) {
    return Profile.DEFAULT.with(List.of(flags)).keyed();
  }

  @Test
  void flagsThatACacheServesNeedNoneOfTheirOwn() {
    assertEquals(List.of(), keyed("-Xmx8g", "-XX:+UseSerialGC", "-Dx=y", "-ea", "-Xlog:gc"));
    assertEquals(List.of(), Profile.LEAN.keyed());
  }

  @Test
  void flagsThatTheJvmComparesAreKeptInOneWord() {
    assertEquals(
        List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-XX:+UseZGC"),
        keyed("--add-opens", "java.base/java.lang=ALL-UNNAMED", "-Xmx1g", "-XX:+UseZGC"));
  }

  @Test
  void heapsThatCannotHaveShortPointersAreAnotherKind() {
    assertEquals(List.of("-XX:-UseCompressedOops"), keyed("-Xmx32g"));
    assertEquals(List.of("-XX:-UseCompressedOops"), keyed("-XX:MaxHeapSize=34359738368"));
    assertEquals(List.of(), keyed("-Xmx31g", "-Xmxnonsense"));
  }

  @Test
  void cacheFolderFollowsTheSystem() {
    assertEquals(
        Path.of("/c/x/firebreak"),
        CacheFolder.of(Map.of("XDG_CACHE_HOME", "/c/x"), Map.of("user.home", "/h")::get));
    assertEquals(
        Path.of("/h/.cache/firebreak"),
        CacheFolder.of(Map.of("XDG_CACHE_HOME", "relative"), Map.of("user.home", "/h")::get));
    assertEquals(
        Path.of("/h/Library/Caches/firebreak"),
        CacheFolder.of(Map.of(), Map.of("user.home", "/h", "os.name", "Mac OS X")::get));
    assertEquals(
        Path.of("/own"),
        CacheFolder.of(Map.of("FIREBREAK_CACHE", "/own"), Map.of("user.home", "/h")::get));
  }
}
