package dev.firebreak.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServingTest {
  @TempDir static Path folder;

  private static Home home;

  @BeforeAll
  static void compile() throws Exception {
    home = Home.compiled(folder);
  }

  @Test
  void tasksOfAClassPath() throws Exception {
    Path board = folder.resolve("board");
    try (Jvm jvm = Jvm.serving(home, board, "", Jvm.INSIDE, Jvm.MEMORY)) {
      jvm.parent().open();
      int function = jvm.parent().define(home.task("add"));
      for (int i = 0; i < 1000 || !jvm.parent().mapped(); i++) {
        jvm.parent().work(function, i);
        assertEquals(i + 1, jvm.parent().value());
      }
      jvm.parent().inline(home.task("pid"));

      assertEquals(jvm.process().pid(), jvm.parent().value());
    }
  }
}
