package dev.firebreak.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * What all rows stand on: a folder for a time, the programs that children run, and the list of what
 * must be gone at the end, come it by itself or by Ctrl-C.
 */
final class Ground implements AutoCloseable {
  private static final List<Class<?>> PROGRAMS =
      List.of(Stamp.class, Chores.class, Chores.Entry.class, Tasks.class, Grind.class, Echo.class);

  private final Settings settings;
  private final PrintStream progress;
  private final Path folder;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /**
   * Makes the folder.
   *
   * @param progress told what is being measured
   */
  Ground(Settings settings, PrintStream progress) throws IOException {
    this.settings = settings;
    this.progress = progress;
    this.folder = Files.createTempDirectory("firebreak-bench");
    for (Class<?> program : PROGRAMS) {
      copy(program);
    }
  }

  /** A folder of classes, as in {@code java -cp .}, whatever we ourselves were started from. */
  private void copy(Class<?> program) throws IOException {
    String name = "/" + program.getName().replace('.', '/') + ".class";
    Path target = classes().resolve(name.substring(1));
    Files.createDirectories(target.getParent());
    try (InputStream bytes = program.getResourceAsStream(name)) {
      if (bytes == null) {
        throw new IOException("the class file of " + program.getName() + " is not there");
      }
      Files.copy(bytes, target);
    }
  }

  Settings settings() {
    return settings;
  }

  Path folder() {
    return folder;
  }

  Path classes() {
    return folder.resolve("classes");
  }

  /** A file or folder that does not exist yet. */
  Path fresh(String name) throws IOException {
    return Files.createTempDirectory(folder, name).resolve(name);
  }

  /** The JDK that this runs on and that children come from. */
  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  void say(String line) {
    progress.println(line);
  }

  /** Closed at the end, if it was not before; the last one first. */
  synchronized <C extends AutoCloseable> C keep(C resource) {
    if (closed) {
      closeQuietly(resource);
      throw new IllegalStateException("the measuring is over");
    }
    open.addFirst(resource);
    return resource;
  }

  synchronized void drop(AutoCloseable resource) {
    open.remove(resource);
  }

  @Override
  public void close() {
    List<AutoCloseable> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(open);
      open.clear();
    }
    left.forEach(this::closeQuietly);
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(Ground::delete);
    } catch (IOException e) {
      say("the folder " + folder + " is left: " + e.getMessage());
    }
  }

  private void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      say("left behind: " + e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Its folder is not empty then, and is told of.
    }
  }
}
