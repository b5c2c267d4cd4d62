package dev.firebreak.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A digest that is built up from texts, files and folders, in the order in which they are added.
 */
final class Fingerprint {
  private final MessageDigest digest;

  Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  Fingerprint add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return this;
  }

  /** The content of a file, or of all files in a folder with their names. */
  Fingerprint addContent(Path path) throws IOException {
    for (Path file : files(path)) {
      add(path.relativize(file).toString());
      digest.update(Files.readAllBytes(file));
    }
    return this;
  }

  /** The sizes and times of the same files: cheap, and different after each proper update. */
  Fingerprint addStamps(Path path) throws IOException {
    for (Path file : files(path)) {
      add(path.relativize(file).toString());
      add(Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
    }
    return this;
  }

  /** The digest so far, as 16 hexadecimal digits. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    try (var paths = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
