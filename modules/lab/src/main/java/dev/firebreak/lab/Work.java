package dev.firebreak.lab;

import dev.firebreak.api.SerializableCallable;
import dev.firebreak.census.Jdk;
import dev.firebreak.census.Piece;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the siblings of a faulty task do: a piece each, whose right answer is known from a plain
 * run.
 *
 * @param what in words
 * @param home of the JDK whose class files are counted; empty for files of the user's
 * @param pieces the files of each task
 */
record Work(String what, String home, List<List<String>> pieces) {
  private static final String MODULE = "java.base";

  /** Class files of a piece at most: a tenth of a second's work, more in a fresh JVM. */
  private static final int PIECE = 100;

  Work {
    pieces = pieces.stream().map(List::copyOf).toList();
  }

  /** Class files of a JDK, spread over its largest module. */
  static Work ofJdk(Path home, int tasks) throws IOException {
    try (Jdk jdk = Jdk.open(home)) {
      List<Path> all = jdk.classes(MODULE);
      int step = Math.max(1, all.size() / tasks);
      List<List<String>> pieces = new ArrayList<>();
      for (int i = 0; i < tasks; i++) {
        int from = Math.min(i * step, all.size() - 1);
        int to = Math.min(from + Math.min(PIECE, step), all.size());
        pieces.add(all.subList(from, to).stream().map(Path::toString).toList());
      }
      return new Work("class files of this JDK", home.toString(), pieces);
    }
  }

  /**
   * Files of the user's, and those in their folders.
   *
   * @throws IllegalArgumentException if there is no such file, or none at all
   */
  static Work ofFiles(List<Path> paths, int tasks) throws IOException {
    List<String> all = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isReadable(path)) {
        throw new IllegalArgumentException(
            "%s is no file or folder that can be read; name some that are".formatted(path));
      }
      try (Stream<Path> below = Files.walk(path)) {
        below
            .filter(file -> Files.isRegularFile(file) && Files.isReadable(file))
            .map(file -> file.toAbsolutePath().toString())
            .sorted()
            .forEach(all::add);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no file in %s; name files, or folders that have some"
              .formatted(paths.stream().map(Path::toString).collect(Collectors.joining(", "))));
    }
    List<List<String>> pieces = new ArrayList<>();
    for (int i = 0; i < Math.min(tasks, all.size()); i++) {
      pieces.add(new ArrayList<>());
    }
    for (int i = 0; i < all.size(); i++) {
      pieces.get(i % pieces.size()).add(all.get(i));
    }
    return new Work("files", "", pieces);
  }

  int tasks() {
    return pieces.size();
  }

  long units() {
    return pieces.stream().mapToLong(List::size).sum();
  }

  /** A piece as a task of a pool. */
  SerializableCallable<String> task(int number) {
    List<String> files = pieces.get(number);
    return home.isEmpty() ? Piece.taskOfFiles(files) : Piece.taskOfClasses(home, files);
  }

  /** A piece, done here and now. */
  String answer(int number) throws IOException {
    List<String> files = pieces.get(number);
    return home.isEmpty() ? Piece.ofFiles(files) : Piece.ofClasses(home, files);
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(encoded(what) + " " + encoded(home));
    for (List<String> piece : pieces) {
      lines.add(piece.stream().map(Work::encoded).collect(Collectors.joining(" ")));
    }
    Files.write(file, lines);
  }

  static Work read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> head = words(lines.getFirst());
    return new Work(head.get(0), head.get(1), lines.stream().skip(1).map(Work::words).toList());
  }

  private static List<String> words(String line) {
    return Stream.of(line.split(" ", -1))
        .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
        .toList();
  }

  private static String encoded(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8);
  }
}
