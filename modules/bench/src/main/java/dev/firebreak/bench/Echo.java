package dev.firebreak.bench;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * The least that two JVMs can do to play ping-pong over two pipes: sends back what it reads, in
 * messages of {@link #SIZE} bytes, until there is no more.
 */
public final class Echo {
  /** Bytes of a message; an empty task needs no more. */
  public static final int SIZE = 64;

  private Echo() {}

  /** Called by the JVM. */
  public static void main(String[] args) throws IOException {
    byte[] message = new byte[SIZE];
    try (FileInputStream in = new FileInputStream(FileDescriptor.in);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      while (in.readNBytes(message, 0, SIZE) == SIZE) {
        out.write(message);
      }
    }
  }
}
