package dev.firebreak.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class DefaultGrantsTest {
  @TempDir Path folder;
  private DefaultGrants grants;

  @BeforeEach
  void open() {
    grants = Images.open(folder.resolve("cache"), Jdk.current(), line -> {}).defaultGrants();
  }

  @Test
  void modularProgramGetsWhatItsModulesRequire() throws Exception {
    compile("lib", "module lib { requires java.sql; }", "");
    compile("app", "module app { requires lib; requires static java.desktop; }", "");

    Set<String> found = grants.ofModular(List.of(folder.resolve("out")), "app").modules();

    assertEquals(
        Set.of("java.base", "java.sql", "java.logging", "java.transaction.xa", "java.xml"), found);
  }

  @Test
  void providersOfUsedServicesBringTheirs() throws Exception {
    compile("spi", "module spi { exports p; uses p.S; }", "package p; public interface S {}");
    compile(
        "impl",
        "module impl { requires spi; requires java.net.http; provides p.S with q.I; }",
        "package q; public class I implements p.S {}");
    compile("alone", "module alone { requires java.desktop; }", "");

    Set<String> found = grants.ofModular(List.of(folder.resolve("out")), "spi").modules();

    assertEquals(Set.of("java.base", "java.net.http"), found);
  }

  @Test
  void automaticModuleIsReadByJdeps() throws Exception {
    compile("plain", "", "package z; public class Z { java.net.http.HttpClient c; }");
    Path jar = folder.resolve("jars").resolve("z.jar");
    Files.createDirectories(jar.getParent());
    tool("jar", "-c", "-f", jar.toString(), "-C", folder.resolve("out/plain").toString(), ".");

    Set<String> found = grants.ofModular(List.of(jar.getParent()), "z").modules();

    assertTrue(found.containsAll(List.of("java.net.http", "java.logging")), found::toString);
    assertFalse(found.contains("java.desktop"), found::toString);
  }

  @Test
  void classPathIsReadByJdepsOnce() throws Exception {
    compile("old", "", "package z; public class Z { java.beans.Introspector i; }");
    compile("new", "", "package z; public class Z { java.sql.Driver d; java.lang.String s; }");
    Path jar = folder.resolve("multi.jar");
    tool(
        "jar",
        "-c",
        "-f",
        jar.toString(),
        "-C",
        folder.resolve("out/old").toString(),
        ".",
        "--release",
        "25",
        "-C",
        folder.resolve("out/new").toString(),
        ".");

    Set<String> found = grants.ofClassPath(List.of(jar, folder.resolve("missing.jar"))).modules();

    assertTrue(found.contains("java.sql"), found::toString);
    assertTrue(found.containsAll(DefaultGrants.BASE), found::toString);
    assertTrue(found.containsAll(List.of("jdk.zipfs", "jdk.charsets")), found::toString);
    assertFalse(found.contains("jdk.compiler"), found::toString);
    try (var answers = Files.list(folder.resolve("cache/grants"))) {
      assertEquals(1, answers.count());
    }
    assertEquals(found, grants.ofClassPath(List.of(jar)).modules());
  }

  /**
   * jdeps takes it for a module, and refuses to look at anything where one that it requires is
   * missing.
   */
  @Test
  void modularJarOfAClassPathRequiresAModuleThatIsNotThere() throws Exception {
    compile("gone", "module gone { exports g; }", "package g; public class G {}");
    compile(
        "lib",
        "module lib { requires gone; requires java.sql; }",
        "package l; public class L { g.G g; }");
    compile("plain", "", "package z; public class Z { java.net.http.HttpClient c; }");
    Path jar = folder.resolve("lib.jar");
    tool("jar", "-c", "-f", jar.toString(), "-C", folder.resolve("out/lib").toString(), ".");

    Set<String> found =
        grants.ofClassPath(List.of(jar, folder.resolve("out").resolve("plain"))).modules();

    assertTrue(found.containsAll(List.of("java.sql", "java.net.http")), found::toString);
  }

  @Test
  void missingModuleIsNamedWithThoseThatAreThere() throws Exception {
    compile("app", "module app { }", "");

    ImageException e =
        assertThrows(
            ImageException.class, () -> grants.ofModular(List.of(folder.resolve("out")), "ap"));

    assertTrue(e.getMessage().startsWith("the module ap is not on the module path"), e::getMessage);
    assertTrue(e.getMessage().endsWith("modules there: app"), e::getMessage);
  }

  private void compile(String name, String module, String type) throws IOException {
    Path source = Files.createDirectories(folder.resolve("src").resolve(name));
    List<String> args = new ArrayList<>(List.of("-d", folder.resolve("out").resolve(name) + ""));
    args.addAll(List.of("-p", Files.createDirectories(folder.resolve("out")).toString()));
    if (!module.isEmpty()) {
      args.add(Files.writeString(source.resolve("module-info.java"), module).toString());
    }
    if (!type.isEmpty()) {
      String simple = type.replaceAll("(?s).*?(?:class|interface) (\\w+).*", "$1");
      args.add(Files.writeString(source.resolve(simple + ".java"), type).toString());
    }
    tool("javac", args.toArray(String[]::new));
  }

  private static void tool(String name, String... args) {
    int status = ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, args);
    assertEquals(0, status);
  }
}
