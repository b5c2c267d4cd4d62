package dev.firebreak.faults;

/**
 * Megabytes to stdout without a newline, as fast as it takes them.
 *
 * <p>Bounded to 32 MiB.
 */
final class StdoutFlood implements Deed {
  private static final int PIECES = 512;
  private static final int PIECE = 64 << 10;

  @Override
  public void commit() {
    String piece = "x".repeat(PIECE);
    for (int i = 0; i < PIECES; i++) {
      System.out.print(piece);
    }
    System.out.flush();
  }
}
