package dev.firebreak.census;

import dev.firebreak.api.SerializableCallable;
import dev.firebreak.api.WorkContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * A piece of the lab's work: some class files of a JDK, or some files of the user's. Its answer is
 * a text that each sane JVM of this machine finds alike.
 */
public final class Piece {
  private static final int BUFFER = 64 << 10;

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
    byte[] buffer = new byte[BUFFER];
    for (String file : files) {
      MessageDigest sha256 = algorithm("SHA-256");
      long bytes = 0;
      long lines = 0;
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          bytes += count;
          sha256.update(buffer, 0, count);
          for (int i = 0; i < count; i++) {
            lines += buffer[i] == '\n' ? 1 : 0;
          }
        }
      }
      String digest = HexFormat.of().formatHex(sha256.digest());
      text.append("bytes=%d lines=%d sha256=%s; ".formatted(bytes, lines, digest));
    }
    return Commons.seal(text.toString());
  }

  /** The same as a task of a pool, which first says when it begins: an {@code Instant}. */
  public static SerializableCallable<String> taskOfClasses(String home, List<String> files) {
    return () -> {
      WorkContext.current().send(Instant.now());
      return ofClasses(home, files);
    };
  }

  /** The same as a task of a pool, which first says when it begins: an {@code Instant}. */
  public static SerializableCallable<String> taskOfFiles(List<String> files) {
    return () -> {
      WorkContext.current().send(Instant.now());
      return ofFiles(files);
    };
  }

  static String digest(String algorithm, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(algorithm(algorithm).digest(bytes));
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no " + name, e);
    }
  }
}
