package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor under a service manager tells it how it is. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceTest {
  private static final String READY = "READY=1";
  private static final String RELOADING = "RELOADING=1\nMONOTONIC_USEC=N";
  private static final String STOPPING = "STOPPING=1";

  @TempDir Path root;
  private Process shop;

  @AfterEach
  void end() throws InterruptedException {
    shop.destroyForcibly().waitFor();
  }

  private BufferedReader open(Path address, String... children) throws IOException {
    ProcessBuilder builder = SmallShop.builder(List.of(), root, children);
    builder.environment().put("NOTIFY_SOCKET", address.toString());
    shop = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return shop.inputReader();
  }

  private void say(String line) throws IOException {
    shop.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    shop.getOutputStream().flush();
  }

  @Test
  void readyReloadingReadyStopping() throws Throwable {
    Path address = root.resolve("notify");
    try (Datagrams manager = new Datagrams(address.toString())) {
      BufferedReader lines = open(address, "stay", "busy");
      SmallShop.ready(lines, 2);
      Watched.until(() -> manager.heard().equals(List.of(READY)));

      say("stay spawn");
      Watched.until(() -> manager.heard().size() == 3);
      assertEquals(List.of(READY, RELOADING, READY), manager.heard());
      say("stay spawn"); // nothing to restart, and ready all the same
      Watched.until(() -> manager.heard().size() == 5);
      say("stop");
      shop.waitFor();

      assertEquals(List.of(READY, RELOADING, READY, RELOADING, READY, STOPPING), manager.heard());
    }
  }

  @Test
  void stoppedBeforeItWasReady() throws Throwable {
    Path address = root.resolve("notify");
    try (Datagrams manager = new Datagrams(address.toString())) {
      BufferedReader _ = open(address, "stay", "unready");
      Watched.until(() -> SmallShop.story(root).contains("shop/stay#1 pid"));

      say("stop");
      shop.waitFor();

      assertEquals(List.of(STOPPING), manager.heard());
    }
  }

  @Test
  void toldAgainWhenTheManagerListensAgain() throws Throwable {
    Path address = root.resolve("notify");
    BufferedReader lines = open(address, "stay", "busy");
    SmallShop.ready(lines, 2);
    Watched.until(() -> SmallShop.story(root).contains("the service manager cannot be told"));

    try (Datagrams manager = new Datagrams(address.toString())) {
      say("stay busy");
      Watched.until(() -> manager.heard().contains(READY));
      say("stop");
      shop.waitFor();

      assertEquals(List.of(RELOADING, READY, STOPPING), manager.heard());
    }
  }
}
