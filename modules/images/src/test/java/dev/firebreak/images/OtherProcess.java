package dev.firebreak.images;

import java.io.File;
import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A process of its own that asks a cache for an image, and says with what it was content. */
public final class OtherProcess {
  private OtherProcess() {}

  /** Called in that process: cache folder, then grants. */
  public static void main(String[] args) throws Exception {
    Images images = Images.open(Path.of(args[0]), Jdk.current(), line -> System.out.println(line));
    Set<String> grants = new TreeSet<>(List.of(args).subList(1, args.length));
    Image image = images.image(grants, Profile.DEFAULT);
    System.out.println("image " + image.key() + " " + image.fallback().orElse("without fault"));
    System.in.read();
  }

  static Process start(Path cache, String... grants) throws IOException {
    List<ResolvedModule> ours =
        Images.class.getModule().getLayer().configuration().modules().stream()
            .filter(module -> module.name().startsWith("dev.firebreak."))
            .toList();
    String path =
        ours.stream()
            .map(module -> Path.of(module.reference().location().orElseThrow()).toString())
            .collect(Collectors.joining(File.pathSeparator));
    String tests =
        Path.of(OtherProcess.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .resolveSibling("test-classes")
            .toString();
    List<String> command = new ArrayList<>();
    command.add(Jdk.current().java().toString());
    command.addAll(List.of("--module-path", path, "--patch-module"));
    command.add("dev.firebreak.images=" + tests);
    command.addAll(List.of("-m", "dev.firebreak.images/" + OtherProcess.class.getName()));
    command.add(cache.toString());
    command.addAll(List.of(grants));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
