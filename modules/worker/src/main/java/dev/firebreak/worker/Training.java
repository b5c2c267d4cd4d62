package dev.firebreak.worker;

import dev.firebreak.link.Launch;
import dev.firebreak.link.Link;
import dev.firebreak.link.ToChild;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The training run of an AOT cache: the real bootstrap for both kinds of program, the first tasks
 * of a pool's worker, every class of the JDK's own list that this image has, and what most programs
 * do first. The JVM then ends as usual, which is when it writes the cache.
 */
final class Training {
  private Training() {}

  static void train(String classList) throws Throwable {
    Path folder = Files.createTempDirectory("firebreak-training");
    try {
      touchDescriptors();
      Path jar = folder.resolve("idle.jar");
      IdleModule.write(jar);
      live(new Launch.ClassPath(Idle.class.getName()));
      live(new Launch.Module(List.of(jar.toString()), IdleModule.NAME, "", List.of()));
      // A folder of classes goes other ways than a jar: 15 ms of them in a child's start.
      Path exploded = folder.resolve("idle");
      IdleModule.explode(exploded);
      live(new Launch.Module(List.of(exploded.toString()), IdleModule.NAME, "", List.of()));
      Practice.serve(new Launch.ClassPath(""), folder);
      Practice.serve(
          new Launch.Module(List.of(jar.toString()), IdleModule.NAME, "", List.of()), folder);
      load(List.of("jdk.internal.loader.URLClassPath$FileLoader"));
      load(List.of("jdk.internal.loader.URLClassPath$FileLoader$1"));
      int loaded = load(Files.readAllLines(Path.of(classList)));
      Warmup.run(folder);
      System.out.println("trained with " + loaded + " classes of " + classList);
    } finally {
      Warmup.delete(folder);
    }
  }

  /** They lead nowhere in training; it is the opening that is trained. */
  private static void touchDescriptors() throws IOException {
    try (InputStream in = new FileInputStream("/dev/null");
        OutputStream out = new FileOutputStream("/dev/null")) {
      out.write(in.read());
    }
  }

  private static void live(Launch launch) throws Throwable {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    Link<ToChild, ?> parent = Link.toChild(InputStream.nullInputStream(), frames);
    parent.send(new ToChild.Prepare(launch, Duration.ofMillis(1)));
    parent.send(new ToChild.Run("training/idle", 1, List.of("an argument")));
    parent.send(new ToChild.Stop());
    InputStream in =
        new SequenceInputStream(new ByteArrayInputStream(frames.toByteArray()), new Endless());
    new Child(Link.toParent(in, OutputStream.nullOutputStream()), null).live(System.nanoTime());
  }

  private static int load(List<String> classList) {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    int loaded = 0;
    for (String line : classList) {
      String name = line.strip();
      int options = name.indexOf(' ');
      if (options >= 0) {
        name = name.substring(0, options);
      }
      if (name.isEmpty() || name.startsWith("@") || name.startsWith("#")) {
        continue;
      }
      try {
        Class.forName(name.replace('/', '.'), false, loader);
        loaded++;
      } catch (ClassNotFoundException | LinkageError e) {
        // It is in a module that was not granted, or is made at run time: no part of this cache.
      }
    }
    return loaded;
  }

  /** A stream on which nothing comes: the end of the link would end this JVM. */
  private static final class Endless extends InputStream {
    @Override
    public int read() throws IOException {
      return read(new byte[1], 0, 1);
    }

    @Override
    public synchronized int read(byte[] bytes, int from, int length) throws IOException {
      try {
        while (true) {
          wait();
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /** The program of the training run. */
  static final class Idle {
    private Idle() {}

    static void main(String[] args) {
      Thread.currentThread().setName(Thread.currentThread().getName());
    }
  }
}
