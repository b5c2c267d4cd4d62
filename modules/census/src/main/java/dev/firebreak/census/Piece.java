package dev.firebreak.census;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A piece of the lab's work: some class files of a JDK, or some files of the user's. Its answer is
 * a text that each sane JVM of this machine finds alike.
 */
public final class Piece {
  private Piece() {}

  /**
   * Parses, verifies, counts and hashes class files.
   *
   * @param home of the JDK
   * @param files as {@link Jdk#classes} gives them
   */
  public static String ofClasses(String home, List<String> files) throws IOException {
    try (Jdk jdk = Jdk.open(Path.of(home))) {
      Tally tally = new Counter(jdk).count("piece", "lab", files.stream().map(jdk::file).toList());
      return Commons.seal(tally.numbers().toString());
    }
  }

  /** Counts the bytes and lines of files, and hashes them. */
  public static String ofFiles(List<String> files) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String file : files) {
      byte[] bytes = Files.readAllBytes(Path.of(file));
      long lines = 0;
      for (byte b : bytes) {
        lines += b == '\n' ? 1 : 0;
      }
      text.append("bytes=%d lines=%d sha256=%s; ".formatted(bytes.length, lines, sha256(bytes)));
    }
    return Commons.seal(text.toString());
  }

  private static String sha256(byte[] bytes) {
    return digest("SHA-256", bytes);
  }

  static String digest(String algorithm, String text) {
    return digest(algorithm, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no " + algorithm, e);
    }
  }
}
