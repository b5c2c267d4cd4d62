package dev.firebreak.processes;

import dev.firebreak.images.Image;
import dev.firebreak.link.Launch;
import java.util.List;

/**
 * All that a child's JVM is started with, which is the same for each of its lives.
 *
 * @param image its runtime
 * @param flags JVM flags behind the image's own, the class path among them
 * @param launch what its worker runs
 * @param notices what people should know about it
 */
record Booted(Image image, List<String> flags, Launch launch, List<Notice> notices) {
  /** A word for people; {@code warning}: they may have to do something. */
  record Notice(boolean warning, String sentence) {}

  Booted {
    flags = List.copyOf(flags);
    notices = List.copyOf(notices);
  }
}
