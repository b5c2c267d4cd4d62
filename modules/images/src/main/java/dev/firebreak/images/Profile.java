package dev.firebreak.images;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The JVM flags that a group of children has in common. An AOT cache serves only the flags that it
 * was trained with, as far as the JVM checks them; {@link #keyed} are those, and each set of them
 * has an image of its own. The command of a child holds all of {@link #flags}, behind the image's.
 *
 * @param name for people
 * @param flags JVM flags in their order
 */
public record Profile(String name, List<String> flags) {
  /** Full tiering and the JDK's own accessors; see {@link Defaults} for each flag's reason. */
  public static final Profile DEFAULT = new Profile("default", Defaults.FLAGS);

  /**
   * Starts sooner and holds less memory, and pays for it later: code runs at half the speed or
   * less, and reflection ten times slower. For many short or idle children.
   */
  public static final Profile LEAN = new Profile("lean", Defaults.LEAN_FLAGS);

  private static final long LARGEST_COMPRESSED_HEAP = 32L << 30;

  /** Copies the flags. */
  public Profile {
    flags = List.copyOf(flags);
  }

  /** This profile with a user's flags behind its own, where the JVM lets them win. */
  public Profile with(List<String> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<String> all = new ArrayList<>(flags);
    all.addAll(more);
    return new Profile(name, all);
  }

  /**
   * The flags that an AOT cache must have been trained with. Measured on JDK 25.0.3 with {@code
   * AOTMode=on}: heap sizes below 32 GB, serial, parallel, G1 and Shenandoah collectors, compiler
   * and logging flags, class paths and system properties need no cache of their own.
   */
  List<String> keyed() {
    List<String> keyed = new ArrayList<>();
    for (int i = 0; i < flags.size(); i++) {
      String flag = flags.get(i);
      if (SPLIT.contains(flag) && i + 1 < flags.size()) {
        keyed.add(flag + "=" + flags.get(++i));
      } else if (flag.startsWith("-Xmx") || flag.startsWith("-XX:MaxHeapSize=")) {
        if (bytes(flag) >= LARGEST_COMPRESSED_HEAP) {
          keyed.add("-XX:-UseCompressedOops");
        }
      } else if (KEYED.stream().anyMatch(flag::startsWith)) {
        keyed.add(flag);
      }
    }
    return List.copyOf(keyed);
  }

  /** Options that the launcher of Java takes in two words; "=" makes them one. */
  private static final List<String> SPLIT =
      List.of("--add-opens", "--add-exports", "--add-reads", "--enable-native-access");

  /** How the flags begin that the JVM compares with the training's, or that change the layout. */
  private static final List<String> KEYED =
      List.of(
          "--add-opens=",
          "--add-exports=",
          "--add-reads=",
          "--enable-native-access=",
          "--illegal-native-access=",
          "-XX:+UseZGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UseCompactObjectHeaders",
          "-XX:+UseCompressedOops",
          "-XX:-UseCompressedOops",
          "-XX:ObjectAlignmentInBytes=",
          "-Xverify");

  private static long bytes(String flag) {
    String text = flag.substring(flag.startsWith("-Xmx") ? 4 : flag.indexOf('=') + 1);
    String lower = text.toLowerCase(Locale.ROOT);
    int shift =
        switch (lower.isEmpty() ? ' ' : lower.charAt(lower.length() - 1)) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          case 't' -> 40;
          default -> 0;
        };
    try {
      return Long.parseLong(shift == 0 ? lower : lower.substring(0, lower.length() - 1)) << shift;
    } catch (NumberFormatException e) {
      return 0; // the JVM will refuse it in its own words
    }
  }
}
