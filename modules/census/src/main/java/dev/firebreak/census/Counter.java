package dev.firebreak.census;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Counts modules of one JDK: parses each class file, walks its instructions, verifies it and hashes
 * it.
 */
public final class Counter {

  /** Told of each class file that was counted. */
  public interface Watch {
    /**
     * One more class file was counted.
     *
     * @return whether to go on
     */
    boolean counted() throws IOException;
  }

  private final Jdk jdk;
  private final ClassFile parser;

  /** A counter that reads from this JDK. */
  public Counter(Jdk jdk) {
    this.jdk = jdk;
    this.parser = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(jdk.hierarchy()));
  }

  /**
   * Counts one module.
   *
   * @param by who counts
   * @return its numbers; empty if the watch did not want to go on
   */
  public Optional<Tally> count(String module, String by, Watch watch) throws IOException {
    Sums sums = new Sums();
    for (Path file : jdk.classes(module)) {
      sums.add(file, Files.readAllBytes(file), parser);
      if (!watch.counted()) {
        return Optional.empty();
      }
    }
    return Optional.of(sums.tally(module, by));
  }

  /**
   * Counts some class files.
   *
   * @param name of them all
   * @param by who counts
   */
  public Tally count(String name, String by, List<Path> files) throws IOException {
    Sums sums = new Sums();
    for (Path file : files) {
      sums.add(file, Files.readAllBytes(file), parser);
    }
    return sums.tally(name, by);
  }

  /** The numbers of one module while they grow. */
  private static final class Sums {
    private final MessageDigest sha256 = sha256();
    private long classes;
    private long bytes;
    private long methods;
    private long fields;
    private long instructions;
    private long calls;
    private long faults;

    void add(Path file, byte[] content, ClassFile parser) {
      classes++;
      bytes += content.length;
      sha256.update(file.toString().getBytes(StandardCharsets.UTF_8));
      sha256.update(content);
      ClassModel model = parser.parse(content);
      methods += model.methods().size();
      fields += model.fields().size();
      for (MethodModel method : model.methods()) {
        method.code().ifPresent(this::walk);
      }
      faults += parser.verify(model).size();
    }

    private void walk(CodeModel code) {
      for (CodeElement element : code) {
        if (element instanceof Instruction) {
          instructions++;
        }
        if (element instanceof InvokeInstruction || element instanceof InvokeDynamicInstruction) {
          calls++;
        }
      }
    }

    Tally tally(String module, String by) {
      return new Tally(
          module,
          by,
          classes,
          bytes,
          methods,
          fields,
          instructions,
          calls,
          faults,
          HexFormat.of().formatHex(sha256.digest()));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
