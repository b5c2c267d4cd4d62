package dev.firebreak.worker;

import dev.firebreak.link.Link;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Where the tests' programs are compiled to, and the JDK that runs them. */
record Home(Path folder) {
  private static final Path SOURCES = Path.of("src/test/programs").toAbsolutePath();

  static Home compiled(Path folder) throws Exception {
    Home home = new Home(folder);
    home.javac(
        "-p",
        rooms(),
        "--add-modules",
        "dev.firebreak.api",
        "-d",
        home.classPath().toString(),
        SOURCES + "/path/Programs.java",
        SOURCES + "/path/Tasks.java");
    copy(SOURCES.resolve("path"), home.classPath());
    home.javac(
        "-p",
        rooms(),
        "-d",
        home.modulePath().toString(),
        "--module-source-path",
        SOURCES.resolve("modules").toString(),
        "--module",
        "app,lib,asks,nowhere,reaches,bare,jobs");
    Files.copy(SOURCES.resolve("modules/app/note.txt"), home.modulePath().resolve("app/note.txt"));
    home.automatic();
    return home;
  }

  /** A jar without a descriptor, and a module that requires it. */
  private void automatic() throws Exception {
    Path classes = folder.resolve("classes");
    javac("-d", classes.toString(), SOURCES + "/automatic/plain/Main.java");
    Path jar = Files.createDirectories(automaticPath()).resolve("plain-lib-1.0.jar");
    run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
    javac(
        "-p",
        automaticPath().toString(),
        "-d",
        automaticPath().resolve("user").toString(),
        SOURCES + "/automatic/user/module-info.java",
        SOURCES + "/automatic/user/user/Main.java");
  }

  /** A module that logs by logback, on a path with it; also good for a class path. */
  List<String> logging() throws Exception {
    List<String> path = new ArrayList<>(List.of(folder.resolve("talks").toString()));
    for (String type :
        List.of(
            "org.slf4j.Logger", "ch.qos.logback.classic.Logger", "ch.qos.logback.core.Context")) {
      URI jar = Class.forName(type).getProtectionDomain().getCodeSource().getLocation().toURI();
      path.add(Path.of(jar).toString());
    }
    javac(
        "-p",
        String.join(":", path.subList(1, path.size())),
        "-d",
        path.getFirst(),
        SOURCES + "/logging/module-info.java",
        SOURCES + "/logging/talks/Main.java");
    Files.copy(SOURCES.resolve("logging/logback.xml"), folder.resolve("talks/logback.xml"));
    return path;
  }

  /** A task of Tasks, whose class is not that of the JVM's own class path. */
  Object task(String name) throws ReflectiveOperationException, IOException {
    ClassLoader loader = tasks();
    return loader.loadClass("Tasks").getMethod("named", String.class).invoke(null, name);
  }

  private ClassLoader tasks() throws IOException {
    return new URLClassLoader(new URL[] {classPath().toUri().toURL()}, Home.class.getClassLoader());
  }

  /** The class of the module with tasks, in a layer of its own. */
  Class<?> jobs() throws ClassNotFoundException {
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(modulePath()), ModuleFinder.of(), List.of("jobs"));
    ModuleLayer.Controller controller =
        ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(ModuleLayer.boot()), Home.class.getClassLoader());
    Module module = controller.layer().findModule("jobs").orElseThrow();
    controller.addOpens(module, "jobs", Home.class.getModule());
    controller.addOpens(module, "jobs", Link.class.getModule());
    return module.getClassLoader().loadClass("jobs.Jobs");
  }

  Path automaticPath() {
    return folder.resolve("automatic");
  }

  Path classPath() {
    return folder.resolve("path");
  }

  Path modulePath() {
    return folder.resolve("modules");
  }

  static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The module path of the worker's JVM, from the one that runs this test. */
  static String rooms() {
    List<String> paths = new ArrayList<>();
    for (String room : List.of("api", "link", "worker")) {
      paths.add(
          ModuleLayer.boot()
              .configuration()
              .findModule("dev.firebreak." + room)
              .orElseThrow()
              .reference()
              .location()
              .map(Path::of)
              .orElseThrow()
              .toString());
    }
    return String.join(":", paths);
  }

  private void javac(String... arguments) throws Exception {
    run("javac", arguments);
  }

  private void run(String tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool(tool)));
    command.addAll(Arrays.asList(arguments));
    Path log = folder.resolve("javac.txt");
    Process javac =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (javac.waitFor() != 0) {
      throw new IOException(Files.readString(log));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
