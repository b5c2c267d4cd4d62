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
   * The worker, and no program, reaches the JDK's insides: for a start without java.lang.invoke,
   * and to deny native access without a flag that costs the archived module graph.
   */
  static final List<String> INSIDE =
      List.of(
          "--add-exports=java.base/jdk.internal.access=" + Artifacts.WORKER,
          "--add-exports=java.base/jdk.internal.misc=" + Artifacts.WORKER);

  private static final String CLASS_LIST = "lib/classlist";
  private static final String CACHE = "lib/firebreak.aot";

  /**
   * Two files, since neither serves both kinds of program. The AOT cache restores all of its
   * classes at every boot, 8 ms of CPU more than the archive and 3 MB; but it has lambdas linked,
   * of which the JDK takes some forty to build a layer: with it a modular program starts 18 ms
   * sooner.
   */
  static final String ARCHIVE = "lib/firebreak.jsa";

  private static final String MAIN = Artifacts.WORKER + "/" + Artifacts.WORKER + ".Main";

  static Path java(Path home) {
    return home.resolve("bin").resolve(Jdk.command("java"));
  }

  /** The AOT cache of modular programs. */
  static Path cache(Path home) {
    return home.resolve(CACHE);
  }

  /** What the JDK's own archive is made from. */
  static Path classList(Path home) {
    return home.resolve(CLASS_LIST);
  }

  /** The archive of programs on a class path. */
  static Path archive(Path home) {
    return home.resolve(ARCHIVE);
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

  /** Runs what is trained, and writes the AOT cache when it ends. */
  List<String> train(Path home, Path scratch) {
    return training(home, scratch, "-XX:AOTCacheOutput=" + cache(home));
  }

  /** Runs the same, and writes the list of what it loaded. */
  List<String> record(Path home, Path scratch) {
    return training(home, scratch, "-XX:DumpLoadedClassList=" + scratch.resolve("loaded.lst"));
  }

  /** Writes the archive of what was recorded. */
  List<String> archive(Path home, Path scratch) {
    List<String> command = new ArrayList<>();
    command.add(java(home).toString());
    command.add("-Xshare:dump");
    command.add("-XX:SharedClassListFile=" + scratch.resolve("loaded.lst"));
    command.add("-XX:SharedArchiveFile=" + archive(home));
    command.addAll(roots());
    command.addAll(keyed);
    command.add("-m");
    command.add(MAIN);
    return command;
  }

  private List<String> training(Path home, Path scratch, String output) {
    List<String> command = new ArrayList<>();
    command.add(java(home).toString());
    command.add(output);
    command.addAll(roots());
    command.addAll(keyed);
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-m");
    command.add(MAIN);
    command.add("--train");
    command.add(classList(home).toString());
    return command;
  }

  /** Starts a JVM that ends at once, and with a failure if it cannot use the AOT cache. */
  List<String> probeCache(Path home) {
    return probe(home, "-XX:AOTMode=on", cachedFlags(home));
  }

  /** The same for the archive. */
  List<String> probeArchive(Path home) {
    return probe(home, "-Xshare:on", archivedFlags(home));
  }

  private List<String> probe(Path home, String strict, List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(java(home).toString());
    command.add(strict);
    command.addAll(flags);
    command.addAll(keyed);
    // The JVM compares the main module with the training's; this stops before its main class.
    command.add("--dry-run");
    command.add("-m");
    command.add(MAIN);
    return command;
  }

  List<String> cachedFlags(Path home) {
    return flags("-XX:AOTCache=" + cache(home));
  }

  List<String> archivedFlags(Path home) {
    return flags("-XX:SharedArchiveFile=" + archive(home));
  }

  private List<String> flags(String file) {
    List<String> flags = new ArrayList<>();
    flags.add(file);
    // A cache that does not suit a flag would be told on the program's own standard output.
    flags.add("-Xlog:aot=off,cds=off");
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
    List<String> flags = new ArrayList<>(INSIDE);
    if (!named.isEmpty()) {
      flags.add("--add-modules=" + String.join(",", named));
    }
    return flags;
  }
}
