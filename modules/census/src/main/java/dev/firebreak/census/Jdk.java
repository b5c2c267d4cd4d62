package dev.firebreak.census;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The class files of an installed JDK, read from its run-time image. The JVM that reads them may be
 * another one, in an image of java.base alone: the JDK brings the reader along (lib/jrt-fs.jar).
 */
public final class Jdk implements AutoCloseable {
  private final FileSystem image;

  private Jdk(FileSystem image) {
    this.image = image;
  }

  /**
   * Opens a JDK.
   *
   * @param home its folder
   * @throws IOException if it holds no run-time image that can be read
   */
  public static Jdk open(Path home) throws IOException {
    if (!Files.isRegularFile(home.resolve("lib/modules"))
        || !Files.isRegularFile(home.resolve("lib/jrt-fs.jar"))) {
      throw new IOException(
          "no run-time image in %s: lib/modules or lib/jrt-fs.jar is missing there; name the home of an installed JDK"
              .formatted(home));
    }
    return new Jdk(
        FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString())));
  }

  /** The names of all modules, sorted. */
  public List<String> modules() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(image.getPath("/modules"))) {
      folders.forEach(folder -> names.add(String.valueOf(folder.getFileName())));
    }
    names.sort(null);
    return names;
  }

  /** The class files of a module, sorted by their paths. */
  public List<Path> classes(String module) throws IOException {
    try (Stream<Path> files = Files.walk(image.getPath("/modules", module))) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A file of it, by its path as a text. */
  public Path file(String path) {
    return image.getPath(path);
  }

  /** How large a module is. */
  public Extent extent(String module) throws IOException {
    long bytes = 0;
    List<Path> files = classes(module);
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return new Extent(module, files.size(), bytes);
  }

  /** Tells the super classes of all classes of this JDK, whatever module they are in. */
  ClassHierarchyResolver hierarchy() {
    return ClassHierarchyResolver.ofResourceParsing(this::find).cached();
  }

  private @Nullable InputStream find(ClassDesc type) {
    String descriptor = type.descriptorString();
    String name = descriptor.substring(1, descriptor.length() - 1);
    int slash = name.lastIndexOf('/');
    if (slash < 0) {
      return null;
    }
    Path homes = image.getPath("/packages", name.substring(0, slash).replace('/', '.'));
    if (!Files.isDirectory(homes)) {
      return null;
    }
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(homes)) {
      for (Path module : modules) {
        Path file = image.getPath("/modules", module.getFileName().toString(), name + ".class");
        if (Files.exists(file)) {
          return Files.newInputStream(file);
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    image.close();
  }
}
