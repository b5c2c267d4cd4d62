package dev.firebreak.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JDKs and disks as they are found in the field. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class OtherJdksTest {
  @TempDir Path folder;

  /** JUnit warns of each of the farm's links. */
  @AfterEach
  void clear() {
    Trees.delete(folder.resolve("jdk"));
  }

  @Test
  void editedConfIsCarriedOverAndIsPartOfTheKey() throws Exception {
    Jdk jdk = Farm.plant(folder.resolve("jdk"));
    Path edited = jdk.home().resolve("conf/security/java.security");
    Images images = Images.open(folder.resolve("cache"), jdk, line -> {});
    Files.writeString(edited, "# ours\n", StandardOpenOption.APPEND);

    Image image = images.image(Set.of(), Profile.DEFAULT);

    assertEquals(Optional.empty(), image.fallback());
    assertTrue(
        Files.readString(image.home().resolve("conf/security/java.security")).endsWith("# ours\n"));

    Files.delete(jdk.home().resolve("bin/jlink"));
    Files.writeString(edited, "# later\n", StandardOpenOption.APPEND);
    Image later = images.image(Set.of(), Profile.DEFAULT);

    assertNotEquals(image.key(), later.key());
    String why = later.fallback().orElse("");
    assertTrue(why.contains("has no jlink; name a full JDK 25 with FIREBREAK_JDK"), why);
    assertEquals(
        Set.of("java.base", "dev.firebreak.api", "dev.firebreak.link", "dev.firebreak.worker"),
        ImagesTest.listed(later));
  }

  @Test
  void failingJlinkIsQuotedAndNotAskedAgain() throws Exception {
    Jdk jdk = Farm.plant(folder.resolve("jdk"));
    Path calls = folder.resolve("calls");
    Files.delete(jdk.home().resolve("bin/jlink"));
    Path jlink = jdk.home().resolve("bin/jlink");
    Files.writeString(jlink, "#!/bin/sh\necho x >>" + calls + "\necho Error: my reason\nexit 2\n");
    assertTrue(jlink.toFile().setExecutable(true));
    Images images = Images.open(folder.resolve("cache"), jdk, line -> {});

    String why = images.image(Set.of(), Profile.DEFAULT).fallback().orElse("");

    assertTrue(why.endsWith("jlink ended with status 2: Error: my reason"), why);
    assertEquals(why, images.image(Set.of(), Profile.DEFAULT).fallback().orElse(""));
    assertEquals("x\n", Files.readString(calls));
    assertEquals(List.of(), ImagesTest.unfinished(folder.resolve("cache")));
  }

  @Test
  void fullDiskSaysHowMuchIsNeededAndWhere() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=40m", "none", disk.toString()),
        "mounting a small disk needs root");
    try {
      Images images = Images.open(disk.resolve("cache"), Jdk.current(), line -> {});

      Image image = images.image(Set.of(), Profile.DEFAULT);

      String why = image.fallback().orElse("");
      assertTrue(why.contains("40 MB left and an image takes up to 160 MB"), why);
      assertTrue(why.contains("FIREBREAK_CACHE"), why);
      assertEquals(4, ImagesTest.listed(image).size());
      assertEquals(List.of(), images.list());
    } finally {
      assertTrue(run("umount", "-l", disk.toString()));
    }
  }

  @Test
  void unwritableCacheFallsBack() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");

    Image image =
        Images.open(file.resolve("cache"), Jdk.current(), line -> {})
            .image(Set.of(), Profile.DEFAULT);

    assertTrue(image.fallback().orElse("").contains(file.toString()), image::toString);
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
