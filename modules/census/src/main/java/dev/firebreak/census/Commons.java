package dev.firebreak.census;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all tasks of one JVM have in common, whether they mean to or not: a cache, settings, a class
 * with an initializer, the default locale and time zone, {@code System.out}, the common pool. Each
 * piece of work uses all of it, as programs do; the lab's faults aim at it.
 */
public final class Commons {
  /** The system property that names the algorithm of the seal. */
  public static final String ALGORITHM = "dev.firebreak.census.algorithm";

  /** The system property that {@link Scale} reads when it is initialized. */
  public static final String UNIT = "dev.firebreak.census.unit";

  private static final List<String> WEIGHED = List.of("bytes", "sha256");
  private static final Map<String, Integer> WEIGHTS = new ConcurrentHashMap<>();

  private Commons() {}

  /** A cache as many programs have one: a static map, filled as it is asked. */
  public static Map<String, Integer> weights() {
    return WEIGHTS;
  }

  /** Seals a text with what this JVM's tasks have in common; the same in each sane JVM. */
  static String seal(String text) {
    System.out.println("counted " + text.length() + " characters");
    int weight = 0;
    for (String word : WEIGHED) {
      weight += WEIGHTS.computeIfAbsent(word, String::length);
    }
    LocalDateTime epoch = LocalDateTime.ofInstant(Instant.EPOCH, ZoneId.systemDefault());
    String all = "%s, weight %d, %s, %s".formatted(text, weight, shout("sealed in"), epoch);
    return Scale.thousands(all.length()) + all + digest(all);
  }

  @SuppressWarnings("StringCaseLocaleUsage") // programs forget it, and the default one is shared
  private static String shout(String text) {
    return text.toUpperCase();
  }

  private static String digest(String text) {
    String algorithm = System.getProperty(ALGORITHM, "SHA-256");
    return " " + CompletableFuture.supplyAsync(() -> Piece.digest(algorithm, text)).join();
  }

  /** A class whose initializer can fail, once and for all who share it. */
  public static final class Scale {
    private static final int THOUSAND = Integer.parseInt(System.getProperty(UNIT, "1000"));

    private Scale() {}

    /** In thousands, rounded down. */
    public static int thousands(int number) {
      return number / THOUSAND;
    }
  }
}
