package dev.firebreak.processes;

import dev.firebreak.confine.Descriptors;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in words what the operating system refused, with the next step. */
final class Trouble {
  private Trouble() {}

  static String words(IOException cause) {
    String text = String.valueOf(cause.getMessage());
    if (text.contains("No space left") || text.contains("Disk quota")) {
      return "the disk is full (" + text + "); free some room or move FIREBREAK_STATE";
    }
    if (text.contains("Read-only file system")) {
      return "the file system is read-only; set FIREBREAK_STATE to a folder that can be written";
    }
    if (cause instanceof AccessDeniedException || text.contains("Permission denied")) {
      return "this user may not write there ("
          + text
          + "); change its owner or set FIREBREAK_STATE to a folder of your own";
    }
    if (text.contains("Too many open files")) {
      return "too many open files. " + Descriptors.now().sentence();
    }
    if (cause instanceof NoSuchFileException) {
      return "there is no " + text;
    }
    return text;
  }
}
