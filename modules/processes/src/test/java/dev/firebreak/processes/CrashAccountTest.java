package dev.firebreak.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.firebreak.supervisor.Evidence;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CrashAccountTest {
  private static final Path FILE = Path.of("hs_err_pid1.log");

  private static void parsed(String text, String reason, String frame, String thread) {
    assertEquals(new Evidence.Crash(FILE, reason, frame, thread), CrashAccount.parse(FILE, text));
  }

  @Test
  void aSignalInNativeCode() {
    parsed(
        """
        #
        # A fatal error has been detected by the Java Runtime Environment:
        #
        #  SIGSEGV (0xb) at pc=0x00007f1d2c0a1b2c, pid=4711, tid=4712
        #
        # JRE version: OpenJDK Runtime Environment Temurin-25.0.3+9 (25.0.3+9) (build 25.0.3+9-LTS)
        # Java VM: OpenJDK 64-Bit Server VM (25.0.3+9-LTS, mixed mode, sharing, serial gc)
        # Problematic frame:
        # C  [libz.so.1+0x4b2c]  inflate+0x1c
        #
        # Core dump will be written. Default location: core.4711

        ---------------  S U M M A R Y ------------

        Command Line: -Xmx64m web.Main

        ---------------  T H R E A D  ---------------

        Current thread (0x00007f1d24000b60):  JavaThread "main"             [_thread_in_native, id=4712]

        siginfo: si_signo: 11 (SIGSEGV), si_code: 1 (SEGV_MAPERR), si_addr: 0x0000000000000000
        """,
        "SIGSEGV (0xb)",
        "C  [libz.so.1+0x4b2c]  inflate+0x1c",
        "main");
  }

  @Test
  void aSignalThatSomebodySent() {
    parsed(
        """
        #  SIGSEGV (0xb) at pc=0x00007f1d2c0a1b2c (sent by kill), pid=4711, tid=4712
        # Problematic frame:
        # C  [libc.so.6+0x9e2c]
        siginfo: si_signo: 11 (SIGSEGV), si_code: 0 (SI_USER), si_pid: 815, si_uid: 0
        """,
        "SIGSEGV (0xb) sent by process 815",
        "C  [libc.so.6+0x9e2c]",
        "");
  }

  @Test
  void noMemoryForTheJvmItself() {
    parsed(
        """
        #
        # There is insufficient memory for the Java Runtime Environment to continue.
        # Native memory allocation (mmap) failed to map 16384 bytes.
        """,
        "There is insufficient memory for the Java Runtime Environment to continue.",
        "",
        "");
  }

  @Test
  void crashOnOutOfMemoryError() {
    parsed(
        """
        # A fatal error has been detected by the Java Runtime Environment:
        #
        #  Internal Error (debug.cpp:271), pid=4711, tid=4712
        #  fatal error: OutOfMemory encountered: Java heap space
        #
        """,
        "fatal error: OutOfMemory encountered: Java heap space",
        "",
        "");
  }

  @Test
  void anAccountThatWasCutShortOrIsNone() {
    parsed("", "", "", "");
    parsed("# Problematic frame:\n", "", "", "");
    parsed("\u0000\u0001#\n#\n# #\n".repeat(1000), "", "", "");
  }
}
