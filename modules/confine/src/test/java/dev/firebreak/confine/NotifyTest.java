package dev.firebreak.confine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class NotifyTest {
  @TempDir Path folder;

  @Test
  void socketOfAPathHearsEachWord() throws Throwable {
    hearsEachWord(folder.resolve("notify").toString());
  }

  @Test
  void socketOfAnAbstractNameHearsEachWord() throws Throwable {
    hearsEachWord("@firebreak-test-" + UUID.randomUUID());
  }

  private void hearsEachWord(String address) throws Throwable {
    try (Datagrams manager = new Datagrams(address)) {
      Notify notify = Notify.from(Map.of("NOTIFY_SOCKET", address)).orElseThrow();

      notify.ready();
      assertEquals("READY=1", manager.receive());
      notify.status("3 children\nrun");
      assertEquals("STATUS=3 children run", manager.receive());
      notify.reloading();
      assertTrue(manager.receive().matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+"));
      notify.alive();
      assertEquals("WATCHDOG=1", manager.receive());
      notify.stopping();
      assertEquals("STOPPING=1", manager.receive());
    }
  }

  @Test
  void managerThatIsGoneIsASentence() {
    String address = folder.resolve("nobody").toString();
    Notify notify = Notify.from(Map.of("NOTIFY_SOCKET", address)).orElseThrow();

    var failed = assertThrows(IOException.class, notify::ready);

    assertEquals(
        "the service manager at " + address + " was not told READY=1: nobody listens there",
        failed.getMessage());
  }

  @Test
  void addressThatIsNoSocketIsASentence() {
    Notify notify = Notify.from(Map.of("NOTIFY_SOCKET", "vsock:2:1234")).orElseThrow();

    var failed = assertThrows(IOException.class, notify::ready);

    assertTrue(failed.getMessage().contains("neither a path nor"), failed.getMessage());
  }

  @Test
  void tooLongAnAddressIsASentence() {
    String address = "/" + "x".repeat(120);
    Notify notify = Notify.from(Map.of("NOTIFY_SOCKET", address)).orElseThrow();

    assertThrows(IOException.class, notify::ready);
  }

  @Test
  void withoutCallsAndCommandItIsASentence() {
    try (var _ = new Without("ffm,systemd-notify")) {
      Notify notify = Notify.from(Map.of("NOTIFY_SOCKET", "/run/x")).orElseThrow();

      var failed = assertThrows(IOException.class, notify::ready);

      assertTrue(failed.getMessage().contains("no systemd-notify"), failed.getMessage());
      assertTrue(Notify.missing().isPresent());
    }
  }

  @Test
  void nobodyToTellIsEmpty() {
    assertEquals(Optional.empty(), Notify.from(Map.of()));
  }

  @Test
  void watchdogIsOnlyForThePidThatItNames() {
    Map<String, String> ours =
        Map.of(
            "NOTIFY_SOCKET", "/run/x",
            "WATCHDOG_USEC", "30000000",
            "WATCHDOG_PID", "" + ProcessHandle.current().pid());
    Map<String, String> others =
        Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "1");

    assertEquals(Optional.of(Duration.ofSeconds(30)), Notify.from(ours).orElseThrow().watchdog());
    assertEquals(Optional.empty(), Notify.from(others).orElseThrow().watchdog());
  }
}
