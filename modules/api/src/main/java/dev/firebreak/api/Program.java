package dev.firebreak.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a child runs, in the three ways that {@code java} knows. */
public sealed interface Program {
  /** What {@code main} gets. */
  List<String> arguments();

  /** A short name for people: the class, module or jar. */
  String title();

  /**
   * A module of a module path; it sits in a layer of its own.
   *
   * @param modulePath folders and jars, as {@code java -p} takes them
   * @param module the root module
   * @param mainClass empty for the one that the module names itself
   * @param arguments what {@code main} gets
   */
  record Modular(
      List<Path> modulePath, String module, Optional<String> mainClass, List<String> arguments)
      implements Program {
    /** Copies what it is given. */
    public Modular {
      modulePath = List.copyOf(modulePath);
      arguments = List.copyOf(arguments);
    }

    @Override
    public String title() {
      return mainClass.map(main -> module + "/" + main).orElse(module);
    }
  }

  /**
   * A class of a class path; it runs on the application loader as {@code java -cp} runs it.
   *
   * @param classPath folders and jars
   * @param mainClass the class with {@code main}, or a {@link Task}
   * @param arguments what {@code main} gets
   */
  record ClassPath(List<Path> classPath, String mainClass, List<String> arguments)
      implements Program {
    /** Copies what it is given. */
    public ClassPath {
      classPath = List.copyOf(classPath);
      arguments = List.copyOf(arguments);
    }

    @Override
    public String title() {
      return mainClass;
    }
  }

  /**
   * A jar that names its main class, as {@code java -jar} runs it.
   *
   * @param jar the file
   * @param arguments what {@code main} gets
   */
  record Jar(Path jar, List<String> arguments) implements Program {
    /** Copies what it is given. */
    public Jar {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String title() {
      return String.valueOf(jar.getFileName());
    }
  }

  /**
   * No program of its own: a worker of a pool, and where it finds the classes of tasks. With a
   * module, that is the root of a layer of its own; without, it is the class path.
   *
   * @param classPath folders and jars; empty for a modular one
   * @param modulePath folders and jars; empty for one on the class path
   * @param module the root module, if there is a module path
   */
  record Worker(List<Path> classPath, List<Path> modulePath, Optional<String> module)
      implements Program {
    /** Copies what it is given. */
    public Worker {
      classPath = List.copyOf(classPath);
      modulePath = List.copyOf(modulePath);
    }

    @Override
    public List<String> arguments() {
      return List.of();
    }

    @Override
    public String title() {
      return "worker";
    }
  }
}
