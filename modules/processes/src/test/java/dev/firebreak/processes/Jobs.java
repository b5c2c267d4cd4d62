package dev.firebreak.processes;

import dev.firebreak.api.SerializableRunnable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** What workers run in these tests. */
final class Jobs {
  private Jobs() {}

  static SerializableRunnable nothing() {
    return () -> {};
  }

  static SerializableRunnable say(String text) {
    return () -> System.out.println(text);
  }

  static SerializableRunnable fail(String message) {
    return () -> {
      throw new IllegalStateException(message);
    };
  }

  static SerializableRunnable deadlock() {
    return () -> {
      try {
        Faulty.deadlock();
      } catch (InterruptedException e) {
        Faulty.forever(); // who is deadlocked takes no notice, and neither does this one
      }
    };
  }

  static SerializableRunnable thrash() {
    return () -> Faulty.thrash(() -> {});
  }

  static SerializableRunnable halt() {
    return () -> Runtime.getRuntime().halt(9);
  }

  /** Makes a file, so that others see that it runs, and never ends. */
  static SerializableRunnable stay(Path sign) {
    String file = sign.toString();
    return () -> {
      try {
        Files.createFile(Path.of(file + ProcessHandle.current().pid()));
        new CountDownLatch(1).await();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
