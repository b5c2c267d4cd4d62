package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "/proc tells who started when, on Linux alone")
class SharedFilesTest {
  @TempDir Path folder;

  /** Named as by this process, in which one number is another. */
  private String name(int part, long other) {
    String fresh = SharedFiles.freshName();
    int owner = fresh.lastIndexOf('-', fresh.lastIndexOf('-') - 1) + 1;
    String[] numbers = fresh.substring(owner, fresh.lastIndexOf('-')).split("\\.", -1);
    assertEquals(3, numbers.length, fresh);
    numbers[part] = Long.toString(other);
    return fresh.substring(0, owner)
        + String.join(".", numbers)
        + fresh.substring(fresh.lastIndexOf('-'));
  }

  private List<String> leftOf(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
    SharedFiles.sweep(folder, namespace -> namespace == 7);
    try (Stream<Path> left = Files.list(folder)) {
      return left.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void oursStay() throws IOException {
    String one = SharedFiles.freshName();
    String box = SharedFiles.freshName() + Boxes.SUFFIX;

    assertEquals(List.of(one, box).stream().sorted().toList(), leftOf(one, box));
  }

  @Test
  void thoseOfAPidThatNobodyHas() throws IOException {
    assertEquals(List.of(), leftOf(name(0, 999_999_999)));
  }

  @Test
  void thoseOfAnEarlierProcessOfAPid() throws IOException {
    assertEquals(List.of(), leftOf(name(1, 1) + Boxes.SUFFIX));
  }

  @Test
  void thoseOfAnotherNamespaceStayUnlessAllOfItHaveEnded() throws IOException {
    String other = name(2, 8);

    boolean first = SharedFiles.freshName().contains(".4026531836-");
    String ended = name(2, 7);

    List<String> expected = first ? List.of(other) : Stream.of(other, ended).sorted().toList();
    assertEquals(expected, leftOf(other, ended));
  }

  @Test
  void whatIsNoneOfOursStays() throws IOException {
    String strange = SharedFiles.freshName() + ".bak";

    assertEquals(List.of(strange), leftOf(strange));
  }
}
