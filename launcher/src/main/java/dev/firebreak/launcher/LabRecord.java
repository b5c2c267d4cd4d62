package dev.firebreak.launcher;

import dev.firebreak.processes.Json;
import dev.firebreak.processes.JsonReader;
import dev.firebreak.report.Findings;
import dev.firebreak.report.Page;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The folder of a report: {@code lab.json}, which can be read back, and its page. */
final class LabRecord {
  private static final String RECORD = "lab.json";
  private static final String PAGE = "index.html";

  /** A run of all faults takes some 200 KB. */
  private static final long LARGEST = 64L << 20;

  private LabRecord() {}

  /**
   * Whether a report can be written there.
   *
   * @throws IOException if not; the folder may have been made
   */
  static void probe(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path trial = Files.createTempFile(folder, ".lab", "");
    try {
      Files.writeString(trial, "x");
    } finally {
      Files.deleteIfExists(trial);
    }
  }

  /**
   * Writes both files, or leaves what was there.
   *
   * @return the page
   * @throws IOException if that fails, as where the disk is full
   */
  static Path write(Findings findings, Path folder) throws IOException {
    String line = Json.line(findings);
    Path record = Files.createTempFile(folder, ".lab", ".json");
    Path page = Files.createTempFile(folder, ".lab", ".html");
    try {
      Files.writeString(record, line + "\n");
      Page.write(findings, line, page);
      readable(record);
      readable(page);
      Files.move(record, folder.resolve(RECORD), StandardCopyOption.REPLACE_EXISTING);
      Files.move(page, folder.resolve(PAGE), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(record);
      Files.deleteIfExists(page);
    }
    return folder.resolve(PAGE);
  }

  /** A temporary file is its owner's alone; a report is to be shown. */
  private static void readable(Path file) {
    if (!file.toFile().setReadable(true, false)) {
      throw new IllegalStateException(file + " is ours, and its rights cannot be set");
    }
  }

  /**
   * Reads findings back.
   *
   * @param file or the folder that it is in
   * @throws CommandFailure if there is none, or it is something else; the message says which
   */
  static Findings read(Path file) {
    Path record = Files.isDirectory(file) ? file.resolve(RECORD) : file;
    try {
      if (Files.size(record) > LARGEST) {
        throw new CommandFailure(Status.USAGE, "%s is too large for a lab.json".formatted(record));
      }
      Findings findings = JsonReader.record(Files.readString(record).strip(), Findings.class);
      boolean whole =
          findings.version() == Findings.VERSION
              && findings.faults().stream().allMatch(fault -> fault.homes().size() == 2);
      if (whole) {
        return findings;
      }
    } catch (IOException e) {
      throw new CommandFailure(
          Status.NOT_FOUND,
          "%s cannot be read (%s); name the lab.json that --report has written, or its folder"
              .formatted(record, words(e)),
          e);
    } catch (IllegalArgumentException e) {
      // Said below: the message would quote the whole file.
    }
    throw new CommandFailure(
        Status.USAGE,
        "%s holds no findings of the lab, or those of another version of Firebreak; name the"
                .formatted(record)
            + " lab.json that --report has written");
  }

  /** What went wrong with a file, without its name. */
  static String words(IOException failure) {
    if (failure instanceof FileSystemException file) {
      String reason = file.getReason();
      return reason == null ? failure.getClass().getSimpleName() : reason;
    }
    return String.valueOf(failure.getMessage());
  }
}
