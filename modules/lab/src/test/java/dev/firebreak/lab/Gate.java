package dev.firebreak.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Where a task waits until a test lets it go on, whatever JVM it runs in: a file says that it is
 * open, another one who came. Goes to tasks as a value.
 *
 * @param file the beginning of their names
 */
record Gate(String file) {
  private Path sign() {
    return Path.of(file + ".open");
  }

  private Path book() {
    return Path.of(file + ".came");
  }

  /** Notes that somebody came. */
  void arrive(String who) {
    try {
      // One write of a short line to the end of a file is never mixed with another.
      Files.writeString(book(), who + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Comes, and waits until it is open. */
  <T> T pass(T value) throws InterruptedException {
    arrive(String.valueOf(value));
    while (!isOpen()) {
      Thread.sleep(1);
    }
    return value;
  }

  /** As {@link #pass}, and no interrupt has an effect on it. */
  <T> T passStubbornly(T value) {
    arrive(String.valueOf(value));
    while (!isOpen()) {
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        // That is what it is about.
      }
    }
    return value;
  }

  /** As {@link #pass}, by using the CPU. */
  <T> T spin(T value) {
    arrive(String.valueOf(value));
    long turns = 0;
    while ((++turns & 0xffff) != 0 || !isOpen()) {
      Thread.onSpinWait();
    }
    return value;
  }

  void open() {
    try {
      Files.writeString(sign(), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also when its test is over, whose folder goes: no thread is to wait, or spin, behind that. */
  boolean isOpen() {
    return Files.exists(sign()) || !Files.exists(sign().getParent());
  }

  /** Who came, in their order. */
  List<String> arrivals() {
    try {
      return Files.exists(book()) ? Files.readAllLines(book()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitArrivals(int count) {
    PoolTrial.until(() -> arrivals().size() >= count);
  }
}
