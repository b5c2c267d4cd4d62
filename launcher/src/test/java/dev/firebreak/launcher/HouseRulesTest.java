package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every file of the house keeps to, whoever wrote it. */
@Timeout(60)
class HouseRulesTest {
  private static final int MOST_LINES = 400;

  /** The fault that is about native code; it runs in the workers and rigs of the lab alone. */
  private static final Path CRASH = Path.of("dev/firebreak/faults/NativeCrash.class");

  /** In two parts, as this file is read as well. */
  private static final List<String> REGISTRIES =
      List.of(
          "repo.maven" + ".apache.org",
          "maven" + ".org",
          "sonatype" + ".",
          "plugins.gradle" + ".org",
          "maven.google" + ".com",
          "jcenter" + ".bintray",
          "jitpack" + ".io",
          "npmjs" + ".",
          "pypi" + ".org",
          "crates" + ".io",
          "rubygems" + ".org",
          "proxy.golang" + ".org");

  @Test
  void aRoomOtherThanConfineReachesNativeCode() throws IOException {
    var found = new ArrayList<String>();
    for (Path room : Reactor.compiledRooms()) {
      if (room.endsWith("confine")) {
        continue;
      }
      try (var classes = Files.walk(room.resolve("target/classes"))) {
        for (Path file : classes.filter(f -> f.toString().endsWith(".class")).toList()) {
          if (isNative(file) && !file.endsWith(CRASH)) {
            found.add(Reactor.ROOT.relativize(file).toString());
          }
        }
      }
    }

    assertEquals(List.of(), found);
  }

  @Test
  void theScriptGrantsNativeAccessToAnotherModule() throws IOException {
    var granted = new TreeSet<String>();
    for (String word :
        Files.readString(Reactor.ROOT.resolve("launcher/firebreak")).split("[\\s\"]+", -1)) {
      if (word.startsWith("--enable-native-access=")) {
        granted.add(word.substring(word.indexOf('=') + 1));
      }
    }

    assertEquals(Set.of("dev.firebreak.confine"), granted);
  }

  @Test
  void aClassIsTwoIdeas() throws IOException {
    var found = new ArrayList<String>();
    for (Path room : Reactor.rooms()) {
      for (Path file : Reactor.files(room)) {
        if (file.toString().endsWith(".java")) {
          int lines = Files.readAllLines(file).size();
          if (lines >= MOST_LINES) {
            found.add(Reactor.ROOT.relativize(file) + " has " + lines + " lines");
          }
        }
      }
    }

    assertEquals(List.of(), found);
  }

  @Test
  void aDescriptorDoesNotSayWhatItIs() throws IOException {
    var found = new ArrayList<String>();
    for (Path room : Reactor.rooms()) {
      String source = Files.readString(room.resolve("src/main/java/module-info.java"));
      int javadoc = source.indexOf("/**");
      if (javadoc < 0 || javadoc > source.indexOf("\nmodule ")) {
        found.add(room.getFileName() + ": its module-info opens with no sentence");
      }
      if (!source.contains("NullMarked")) {
        found.add(room.getFileName() + ": its module is not null-marked");
      }
    }

    assertEquals(List.of(), found);
  }

  @Test
  void aFileNamesAPackageRegistry() throws IOException {
    var found = new ArrayList<String>();
    for (Path file : Reactor.files(Reactor.ROOT)) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (String registry : REGISTRIES) {
        if (text.contains(registry)) {
          found.add(Reactor.ROOT.relativize(file) + " names " + registry);
        }
      }
    }

    assertEquals(List.of(), found);
  }

  private static boolean isNative(Path file) throws IOException {
    var model = ClassFile.of().parse(file);
    return model.methods().stream().anyMatch(method -> method.flags().has(AccessFlag.NATIVE))
        || StreamSupport.stream(model.constantPool().spliterator(), false)
            .anyMatch(HouseRulesTest::isNative);
  }

  private static boolean isNative(PoolEntry entry) {
    return switch (entry) {
      case ClassEntry type -> type.asInternalName().startsWith("java/lang/foreign/");
      case MethodRefEntry method ->
          Set.of("java/lang/System", "java/lang/Runtime").contains(method.owner().asInternalName())
              && Set.of("load", "loadLibrary").contains(method.name().stringValue());
      default -> false;
    };
  }
}
