package dev.firebreak.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A runtime that children boot from.
 *
 * @param key which build of it this is
 * @param home its {@code java.home}
 * @param java its {@code java} command
 * @param modules the JDK's modules that a child sees in it
 * @param flags JVM flags that go right behind {@code java}, before all others, for a modular
 *     program
 * @param classPathFlags the same for a program on a class path
 * @param aotCache its AOT cache, if there is one
 * @param fallback why it is not a linked image with an AOT cache, as a sentence
 */
public record Image(
    String key,
    Path home,
    Path java,
    SortedSet<String> modules,
    List<String> flags,
    List<String> classPathFlags,
    Optional<Path> aotCache,
    Optional<String> fallback) {

  /**
   * Whether a running child of this image really maps its AOT cache or archive: the JVM drops the
   * file without a word if a flag does not suit it. Costs the child nothing. Empty where the system
   * does not tell (it is no Linux, or the process has ended).
   */
  public Optional<Boolean> runsOnCache(long pid) {
    if (aotCache.isEmpty()) {
      return Optional.of(false);
    }
    try {
      String maps = Files.readString(Path.of("/proc", Long.toString(pid), "maps"));
      return Optional.of(maps.contains(home.resolve("lib").resolve("firebreak.").toString()));
    } catch (IOException e) {
      return Optional.empty(); // whoever asked learns that nobody knows
    }
  }
}
