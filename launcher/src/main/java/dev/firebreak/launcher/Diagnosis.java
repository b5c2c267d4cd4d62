package dev.firebreak.launcher;

import dev.firebreak.processes.Machine;
import dev.firebreak.processes.Runtimes;
import dev.firebreak.processes.States;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that was looked at.
 *
 * @param says what there is, or what its want costs
 * @param mend the step that brings it; empty if there is nothing to do
 */
record Diagnosis(String name, Mark mark, String says, String mend) {
  /** How it is. */
  enum Mark {
    /** It is there. */
    OK,
    /** It is missing or scarce, and things work without it. */
    WARN,
    /** Nothing works without it. */
    MISSING
  }

  private static final long ROOM_FOR_IMAGES = 1L << 30;
  private static final long ROOM_FOR_STATE = 100L << 20;
  private static final long ROOM_IN_SHM = 64L << 20;
  private static final long MEMORY = 1L << 30;

  /** Looks at everything. */
  static List<Diagnosis> all() {
    List<Diagnosis> all = new ArrayList<>();
    all.add(jdk());
    all.add(
        folder(
            "image cache",
            Runtimes.open(Optional.empty(), line -> {}).folder(),
            ROOM_FOR_IMAGES,
            "FIREBREAK_CACHE"));
    all.add(folder("state folder", States.root(), ROOM_FOR_STATE, "FIREBREAK_STATE"));
    for (Machine.Part part : Machine.parts()) {
      all.add(
          new Diagnosis(
              part.name(), part.present() ? Mark.OK : Mark.WARN, part.says(), part.mend()));
    }
    all.add(sharedMemory());
    all.add(memory());
    all.add(cores());
    all.add(manager());
    all.add(encoding());
    return all;
  }

  private static Diagnosis jdk() {
    String found = "%s in %s".formatted(Machine.jdkBuild(), Machine.jdk());
    return Machine.jdkLacks()
        .map(lacks ->
            new Diagnosis(
                "JDK",
                Mark.WARN,
                "%s lacks what builds images: %s".formatted(found, lacks),
                "install a whole JDK 25, with jlink and jmods or its run-time image"))
        .orElseGet(() -> new Diagnosis("JDK", Mark.OK, found + ", with jlink and jdeps", ""));
  }

  /** Looks at the nearest folder above that is there, and makes none. */
  private static Diagnosis folder(String name, Path folder, long wanted, String variable) {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      return new Diagnosis(
          name,
          Mark.MISSING,
          "%s cannot be made, as %s is a file".formatted(folder, there),
          "move that file, or set %s to a folder that can be written".formatted(variable));
    }
    if (!Files.isWritable(there)) {
      return new Diagnosis(
          name,
          Mark.MISSING,
          "%s cannot be written, as %s is not this user's".formatted(folder, there),
          "change its owner, or set %s to a folder that can be written".formatted(variable));
    }
    return room(name, folder, there, wanted, "free some room, or set " + variable);
  }

  private static Diagnosis room(String name, Path folder, Path there, long wanted, String mend) {
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      String says = "%s, %s free".formatted(folder, Memory.words(free));
      return free < wanted
          ? new Diagnosis(name, Mark.WARN, says + ", which is little", mend)
          : new Diagnosis(name, Mark.OK, says, "");
    } catch (IOException e) {
      return new Diagnosis(name, Mark.WARN, "%s: %s".formatted(folder, e.getMessage()), mend);
    }
  }

  private static Diagnosis sharedMemory() {
    Path shared = Path.of("/dev/shm");
    return Files.isDirectory(shared)
        ? room(
            "shared memory",
            shared,
            shared,
            ROOM_IN_SHM,
            "mount it larger: a container takes --shm-size=256m")
        : new Diagnosis("shared memory", Mark.WARN, "there is no /dev/shm", "");
  }

  private static Diagnosis memory() {
    return Memory.available()
        .map(memory -> {
          String says = "%s %s".formatted(memory.source(), Memory.words(memory.size().bytes()));
          return memory.size().bytes() < MEMORY
              ? new Diagnosis(
                  "memory", Mark.WARN, says + ": room for few children", "give heap = \"32m\"")
              : new Diagnosis("memory", Mark.OK, says, "");
        })
        .orElseGet(
            () -> new Diagnosis("memory", Mark.WARN, "unknown, so heaps are not summed up", ""));
  }

  private static Diagnosis cores() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Diagnosis("cores", Mark.OK, Integer.toString(cores), "");
  }

  private static Diagnosis manager() {
    boolean systemd = Files.isDirectory(Path.of("/run/systemd/system"));
    boolean first = ProcessHandle.current().pid() == 1;
    return new Diagnosis(
        "service manager",
        Mark.OK,
        first
            ? "none: this is PID 1 and reaps orphans"
            : systemd
                ? "systemd; a unit of Type=notify is told when children are ready"
                : "no systemd here; `firebreak up --detach` goes to the background by itself",
        "");
  }

  private static Diagnosis encoding() {
    String name = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    return name.equalsIgnoreCase("UTF-8")
        ? new Diagnosis("encoding", Mark.OK, name, "")
        : new Diagnosis(
            "encoding",
            Mark.WARN,
            "%s: letters outside of it are printed as ?".formatted(name),
            "set LC_ALL=C.UTF-8");
  }
}
