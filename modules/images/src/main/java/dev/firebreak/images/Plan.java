package dev.firebreak.images;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * One image to have: what makes it different from others, and the command lines of building it.
 *
 * @param key a digest of all of it, and of the JDK that it comes from
 * @param jdk whose tools build it
 * @param artifacts our own modules in it
 * @param grants the granted modules, which are its roots
 * @param keyed the JVM flags that its cache is trained with
 */
record Plan(
    String key, Jdk jdk, Artifacts artifacts, SortedSet<String> grants, List<String> keyed) {
  /**
   * The worker, and no program, reaches the JDK's insides: for a start without java.lang.invoke.
   */
  static final String INSIDE = "--add-exports=java.base/jdk.internal.access=" + Artifacts.WORKER;

  private static final String CLASS_LIST = "lib/classlist";
  private static final String CACHE = "lib/firebreak.aot";

  static Path java(Path home) {
    return home.resolve("bin").resolve(Jdk.command("java"));
  }

  static Path cache(Path home) {
    return home.resolve(CACHE);
  }

  /** What the JDK's own archive is made from. */
  static Path classList(Path home) {
    return home.resolve(CLASS_LIST);
  }

  List<String> link(Path jlink, Path home) {
    return List.of(
        jlink.toString(),
        "--output",
        home.toString(),
        "--module-path",
        artifacts.modulePath(),
        "--add-modules",
        named(),
        // An edited conf or new cacerts are carried over; without this jlink refuses the JDK.
        "--ignore-modified-runtime",
        "--no-header-files",
        "--no-man-pages");
  }

  List<String> train(Path home, Path scratch) {
    List<String> command = new ArrayList<>();
    command.add(java(home).toString());
    command.add("-XX:AOTCacheOutput=" + cache(home));
    command.addAll(roots());
    command.addAll(keyed);
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-m");
    command.add(Artifacts.WORKER + "/" + Artifacts.WORKER + ".Main");
    command.add("--train");
    command.add(classList(home).toString());
    return command;
  }

  /** Starts a JVM that ends at once, and with a failure if it cannot use the cache. */
  List<String> probe(Path home) {
    List<String> command = new ArrayList<>();
    command.add(java(home).toString());
    command.add("-XX:AOTMode=on");
    command.addAll(cachedFlags(home));
    command.addAll(keyed);
    // The JVM compares the main module with the training's; this stops before its main class.
    command.add("--dry-run");
    command.add("-m");
    command.add(Artifacts.WORKER + "/" + Artifacts.WORKER + ".Main");
    return command;
  }

  List<String> cachedFlags(Path home) {
    List<String> flags = new ArrayList<>();
    flags.add("-XX:AOTCache=" + cache(home));
    // A cache that does not suit a flag would be told on the program's own standard output.
    flags.add("-Xlog:aot=off");
    flags.addAll(roots());
    return flags;
  }

  /** Without an image of its own: the JDK's, cut down when it starts. */
  List<String> limitedFlags() {
    List<String> flags = new ArrayList<>();
    flags.add("--module-path=" + artifacts.modulePath());
    flags.add("--limit-modules=" + named());
    flags.addAll(roots());
    return flags;
  }

  private String named() {
    return grants.isEmpty() ? Artifacts.WORKER : String.join(",", grants) + "," + Artifacts.WORKER;
  }

  /** Programs sit in a layer of their own, so nothing in the boot layer requires their modules. */
  List<String> roots() {
    List<String> named = grants.stream().filter(name -> !name.equals("java.base")).toList();
    return named.isEmpty()
        ? List.of(INSIDE)
        : List.of(INSIDE, "--add-modules=" + String.join(",", named));
  }
}
