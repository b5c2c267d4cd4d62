package dev.firebreak.launcher;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A program that does what its first argument says. */
public final class Puppet {
  private Puppet() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println("puppet " + String.join("|", arguments));
    switch (arguments[0]) {
      case "exit" -> System.exit(Integer.parseInt(arguments[1]));
      case "cat" -> {
        System.in.transferTo(System.out);
        System.out.flush();
      }
      case "flood" -> {
        String rest = "x".repeat(1000);
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
          System.out.println("line " + i + " " + rest);
        }
        sleep();
      }
      case "throw" -> throw new IllegalStateException("on purpose");
      case "stuck" -> {
        Runtime.getRuntime().addShutdownHook(new Thread(Puppet::sleep));
        sleep();
      }
      default -> sleep();
    }
  }

  private static void sleep() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
