package dev.firebreak.processes;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The program of a child that uses memory outside its heap, as soon as a file is there: 256 MB, and
 * no more.
 */
public final class Eater {
  private static final int PIECE = 4 << 20;

  private Eater() {}

  /** What the child does. */
  public static void main(String[] args) throws Exception {
    Path sign = Path.of(args[0]);
    while (!Files.exists(sign)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    for (int i = 0; i < 64; i++) {
      Arena.global().allocate(PIECE).fill((byte) 1);
    }
    System.out.println("full");
  }
}
