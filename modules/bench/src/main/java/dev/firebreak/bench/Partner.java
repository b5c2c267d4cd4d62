package dev.firebreak.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A plain JVM that answers what it is told over its standard streams. */
final class Partner implements AutoCloseable {
  private final Ground ground;
  private final Process process;
  private final OutputStream out;
  private final InputStream in;
  private final BufferedReader lines;

  Partner(Ground ground, Process process) {
    this.ground = ground;
    this.process = process;
    this.out = process.getOutputStream();
    this.in = process.getInputStream();
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    ground.keep(this);
  }

  /** One message there and back; the partner is an {@link Echo}. */
  void ping(byte[] message) throws IOException {
    out.write(message);
    out.flush();
    if (in.readNBytes(message, 0, message.length) != message.length) {
      throw new IOException("the plain JVM ended");
    }
  }

  /** Milliseconds for so many tasks; the partner is a {@link Grind}. */
  double grind(int rounds, int tasks) throws IOException {
    out.write((rounds + " " + tasks + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("the plain JVM ended");
    }
    return Long.parseLong(line) / 1e6;
  }

  /** Ends it. */
  @Override
  public void close() {
    ground.drop(this);
    process.destroyForcibly().onExit().join();
  }
}
