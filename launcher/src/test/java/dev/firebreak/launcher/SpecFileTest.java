package dev.firebreak.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.firebreak.api.Backoff;
import dev.firebreak.api.ByteSize;
import dev.firebreak.api.ChildSpec;
import dev.firebreak.api.Grants;
import dev.firebreak.api.Program;
import dev.firebreak.api.Readiness;
import dev.firebreak.api.Restart;
import dev.firebreak.api.Spec;
import dev.firebreak.api.Strategy;
import dev.firebreak.api.SupervisorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault, one row: the text, and the sentences that its writer sees. */
@Timeout(60)
final class SpecFileTest {
  @TempDir Path base;

  @BeforeEach
  void files() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "app.Main");
    new JarOutputStream(Files.newOutputStream(base.resolve("app.jar")), manifest).close();
    manifest.getMainAttributes().remove(Attributes.Name.MAIN_CLASS);
    new JarOutputStream(Files.newOutputStream(base.resolve("lib.jar")), manifest).close();
    Files.createDirectory(base.resolve("classes"));
  }

  record Row(String fault, String text, List<String> sentences) {
    @Override
    public String toString() {
      return fault;
    }
  }

  private static Row row(String fault, String text, String... sentences) {
    return new Row(fault, text, List.of(sentences));
  }

  private static Row web(String fault, String line, String... sentences) {
    return row(fault, "[child.web]\njar = \"app.jar\"\n" + line, sentences);
  }

  static Stream<Row> faults() {
    return Stream.of(
        row("Empty", "", "1:1: the file has no children: write a [child.NAME]"),
        row(
            "SyntaxErrors",
            "name = \n[child.web\n",
            "1:8: TOML: Unexpected end of line, expected a value",
            "2:11: TOML: Unexpected end of line, expected ]"),
        row(
            "SameKeyTwice",
            "[child.web]\njar = \"app.jar\"\njar = \"app.jar\"\n",
            "3:1: TOML: jar previously defined at line 2, column 1"),
        row(
            "UnknownKeys",
            "stratgy = \"one-for-all\"\n[child.web]\njar = \"app.jar\"\nheep = \"1m\"\nx = 1\n",
            "1:1: the file: unknown key \"stratgy\" (did you mean \"strategy\"?)",
            "4:1: [child.web]: unknown key \"heep\" (did you mean \"heap\"?)",
            "5:1: [child.web]: unknown key \"x\" (known are module-path, class-path, jar, args,"
                + " main, restart, significant, after, capabilities, grants, opens, heap, options,"
                + " directory, environment, lean, ready, alive, limits, backoff, spares)"),
        row(
            "UnknownKeyInDefaults",
            "[defaults]\nheep = \"1m\"\n[defaults.limits]\nbeet = \"1s\"\n[child.web]\njar ="
                + " \"app.jar\"\n",
            "2:1: [defaults]: unknown key \"heep\" (did you mean \"heap\"?)",
            "4:1: [defaults.limits]: unknown key \"beet\" (did you mean \"beat\"?)"),
        web(
            "WrongType",
            "args = 3",
            "3:1: [child.web] args is the number 3; give a list of texts, such as [\"a\", \"b\"]"),
        web(
            "WrongTypeOfFlag",
            "lean = \"yes\"",
            "3:1: [child.web] lean is the text \"yes\"; give true or false"),
        web(
            "WrongTypeOfTable",
            "limits = 3",
            "3:1: [child.web] limits is the number 3; give a table"),
        web(
            "TimeWithoutUnit",
            "limits = { terminate = 10 }",
            "3:12: [child.web.limits] terminate is the number 10; give a time in quotes with its unit, such as \"30s\""),
        web(
            "BadTime",
            "limits = { terminate = \"soon\" }",
            "3:12: [child.web.limits] terminate: \"soon\" is no time: write it as 250ms, 30s, 1m30s or 2h"),
        web(
            "ZeroTime",
            "limits = { beat = \"0s\" }",
            "3:12: [child.web.limits] beat must be above 0"),
        web(
            "BadSize",
            "heap = \"lots\"",
            "3:1: [child.web] heap: size \"lots\": write it as 64m or 2g"),
        web(
            "BadChoice",
            "restart = \"permanant\"",
            "3:1: [child.web] restart = \"permanant\": there is no such choice, only permanent, transient, temporary; did you mean \"permanent\"?"),
        web(
            "BadCapability",
            "capabilities = [\"native\"]",
            "3:1: [child.web] capabilities = \"native\": there is no such choice, only native-access, unsafe-memory, agents"),
        web(
            "BadOpens",
            "opens = [\"java.base\"]",
            "3:1: [child.web] opens: \"java.base\" is not MODULE/PACKAGE=TARGET, as java --add-opens takes it"),
        web(
            "BadReady",
            "ready = \"mian\"",
            "3:1: [child.web] ready = \"mian\": give \"main\", \"called\", { output = \"PATTERN\" }, { port = 8080 } or { command = [\"...\"] }; did you mean \"main\"?"),
        web(
            "BadPattern",
            "ready = { output = \"(\" }",
            "3:1: [child.web] ready: \"(\" is no pattern: Unclosed group"),
        web(
            "TwoSignsOfReadiness",
            "ready = { output = \"x\", port = 1 }",
            "3:1: [child.web.ready] looks for two things: keep one of output, port"),
        web(
            "PortOutOfRange",
            "ready = { port = 70000 }",
            "3:11: [child.web.ready] port is the number 70000; give a whole number of 1 to 65535"),
        web(
            "AliveWithoutQuestion",
            "alive = { every = \"1s\", timeout = \"1s\" }",
            "3:1: [child.web.alive] says not what to look for: give port or command"),
        web(
            "AliveSlowerThanItsRhythm",
            "alive = { port = 1, every = \"1s\" }",
            "3:1: [child.web.alive] timeout = 2s (the default) is longer than every = 1s (line 3): questions would pile up"),
        web(
            "SilenceUnderTwoBeats",
            "[child.web.limits]\nbeat = \"6s\"\n",
            "4:1: [child.web.limits] silence = 10s (the default) is under twice beat = 6s (line 4): every child would seem silent"),
        web(
            "DeafUnderSilence",
            "[child.web.limits]\nsilence = \"90s\"\n",
            "4:1: [child.web.limits] deaf = 1m (the default) is under silence = 1m30s (line 4): deaf is for a child that uses CPU"),
        web(
            "WindowTooShort",
            "[child.web.limits]\ngc-window = \"500ms\"\n",
            "4:1: [child.web.limits] gc-window = 500ms: give a time from 1s to 1m"),
        web(
            "BackoffCapUnderFirst",
            "[child.web.backoff]\nfirst = \"1m\"\n",
            "3:1: [child.web.backoff] cap = 30s (the default) is under first = 1m (line 4)"),
        web(
            "BadBackoff",
            "backoff = \"never\"",
            "3:1: [child.web] backoff = \"never\": give \"none\" or a table such as { first = \"100ms\", cap = \"30s\" }"),
        web(
            "TooManySpares",
            "spares = 99",
            "3:1: [child.web] spares is the number 99; give a whole number of 0 to 8"),
        web(
            "SpareForTemporary",
            "spares = 1\nrestart = \"temporary\"",
            "3:1: [child.web] spares = 1 (line 3) would never be used with restart = \"temporary\" (line 4)"),
        web(
            "ArgumentAmongOptions",
            "options = [\"x\"]",
            "3:1: [child.web] options: \"x\" is no flag of java; arguments of the program go to args"),
        web(
            "HeapTwice",
            "heap = \"64m\"\noptions = [\"-Xmx1g\"]",
            "4:1: [child.web] options has -Xmx1g (line 4) beside heap = 64m (line 3): keep one"),
        web(
            "NoSuchFolder",
            "directory = \"nowhere\"",
            "3:1: [child.web] directory: there is no folder BASE/nowhere"),
        row(
            "HeapTwiceInAChildThatHasOtherFaults",
            "[child.web]\njar = \"gone.jar\"\nheap = \"64m\"\noptions = [\"-Xmx1g\"]\nlimits = { silence = \"1s\" }",
            "2:1: [child.web] jar: there is no BASE/gone.jar (relative paths begin at the file's folder)",
            "4:1: [child.web] options has -Xmx1g (line 4) beside heap = 64m (line 3): keep one",
            "5:12: [child.web.limits] silence = 1s (line 5) is under twice beat = 1s (the default): every child would seem silent"),
        row(
            "BadName",
            "[child.\"-x\"]\njar = \"app.jar\"",
            "1:1: child \"-x\" [child.-x]: a name has 1 to 64 letters, digits, dots, dashes or underscores and begins with a letter or digit"),
        row(
            "RunsNothing",
            "[child.web]\n",
            "1:1: [child.web] runs nothing: give jar, class-path and main, or module-path and main"),
        row(
            "JarAndClassPath",
            "[child.web]\njar = \"app.jar\"\nclass-path = [\"classes\"]\n",
            "3:1: [child.web] has class-path (line 3) and jar (line 2): keep one"),
        row(
            "JarAndMain",
            "[child.web]\njar = \"app.jar\"\nmain = \"x.Y\"\n",
            "3:1: [child.web] main (line 3) beside jar (line 2): a jar names its main class itself; use class-path for another one"),
        row(
            "NoSuchJar",
            "[child.web]\njar = \"gone.jar\"\n",
            "2:1: [child.web] jar: there is no BASE/gone.jar (relative paths begin at the file's folder)"),
        row(
            "JarWithoutMain",
            "[child.web]\njar = \"lib.jar\"\n",
            "2:1: [child.web] jar: the manifest of BASE/lib.jar has no Main-Class; use class-path and main"),
        row(
            "ClassPathWithoutMain",
            "[child.web]\nclass-path = [\"classes\"]\n",
            "2:1: [child.web] has class-path (line 2) but no main: name the class to run"),
        row(
            "ModuleOnClassPath",
            "[child.web]\nclass-path = [\"classes\"]\nmain = \"a/b\"\n",
            "3:1: [child.web] main = \"a/b\" (line 3) names a module, but there is a class-path (line 2); use module-path"),
        row(
            "NoSuchModule",
            "[child.web]\nmodule-path = [\"app.jar\"]\nmain = \"shop/a.B\"\n",
            "3:1: [child.web] main = \"shop\" (line 3): the module-path (line 2) holds no module shop; it holds app"),
        row(
            "AfterNobody",
            "[child.web]\njar = \"app.jar\"\nafter = [\"bd\"]\n[child.db]\njar = \"app.jar\"\n",
            "3:1: [child.web] after = \"bd\": it has no sibling of that name; did you mean \"db\"?"),
        web(
            "AfterItself",
            "after = [\"web\"]",
            "3:1: [child.web] after: it cannot start after itself"),
        row(
            "Circle",
            "[child.a]\njar = \"app.jar\"\nafter = [\"c\"]\n[child.b]\njar = \"app.jar\"\nafter = [\"a\"]\n[child.c]\njar = \"app.jar\"\nafter = [\"b\"]\n",
            "3:1: children wait for each other in a circle: a (line 1) after c (line 7) after b (line 4) after a; take one `after` out"),
        row(
            "OnePortTwice",
            "[child.a]\njar = \"app.jar\"\nready = { port = 80 }\n[child.b]\njar = \"app.jar\"\nready = { port = 80 }\n",
            "6:1: [child.b] and [child.a] (line 3) are both ready when port 80 answers: two programs cannot listen on one port"),
        row(
            "SameNameTwice",
            "[child.a]\njar = \"app.jar\"\n[supervisor.a.child.x]\njar = \"app.jar\"\n",
            "3:1: [supervisor.a] and [child.a] (line 1) have the same name; siblings need different ones"),
        row(
            "EmptyInnerSupervisor",
            "[supervisor.a]\n",
            "1:1: [supervisor.a] has no children: write a [supervisor.a.child.NAME]"),
        web(
            "SignificantForNobody",
            "significant = true\nrestart = \"transient\"",
            "3:1: [child.web] significant = true (line 3) has no effect with auto-shutdown = \"never\" (the default); give \"any\" or \"all\" there"),
        row(
            "SignificantForEver",
            "auto-shutdown = \"any\"\n[child.web]\njar = \"app.jar\"\nsignificant = true\n",
            "4:1: [child.web] significant = true (line 4) with restart = \"permanent\" (the default): a permanent child never ends for good; make it transient or temporary"),
        row(
            "ShutdownByNobody",
            "auto-shutdown = \"all\"\n[child.web]\njar = \"app.jar\"\n",
            "1:1: auto-shutdown = \"all\" (line 1), but no child is significant = true: it would never happen"),
        row(
            "IntensityNeverFires",
            "intensity = { restarts = 50, period = \"5s\" }\n[child.web]\njar = \"app.jar\"\n",
            "1:1: the intensity can never be exceeded: restarts = 50 (line 1) within period = 5s (line 1), but with backoff.first = 100ms (the default) its children make 7 at most in that time; give fewer restarts, a longer period or a shorter back-off"),
        row(
            "HeapOverMemory",
            "[child.web]\njar = \"app.jar\"\nheap = \"9000g\"\n",
            "3:1: [child.web] heap = 9000g is more than the MEMORY"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tells(Row row) {
    SpecFile read = SpecFile.parse(row.text(), base, "test");

    List<String> told =
        read.faults().stream()
            .map(fault -> fault.in("").substring(1).replace(base.toString(), "BASE"))
            .map(told1 -> told1.replaceFirst("more than the .* that .*", "more than the MEMORY"))
            .toList();
    assertEquals(row.sentences().stream().sorted().toList(), told.stream().sorted().toList());
    assertTrue(read.spec().isEmpty());
  }

  @Test
  void allFaultsAreToldAtOnce() {
    SpecFile read =
        SpecFile.parse(
            "strategy = \"all\"\n[child.web]\njar = \"gone.jar\"\nheap = 3\n[child.db]\nafter ="
                + " [\"x\"]\n",
            base,
            "test");

    assertEquals(List.of(1, 3, 4, 5, 6), read.faults().stream().map(Fault::line).toList());
  }

  @Test
  void missingFile() {
    SpecFile read = SpecFile.read(base.resolve("none.toml"));

    assertEquals(
        "none.toml: there is no such file; `firebreak up --print-sample > firebreak.toml` makes"
            + " one",
        read.faults().getFirst().in("none.toml"));
  }

  @Test
  void everyKeyIsRead() {
    SpecFile read =
        SpecFile.parse(
            """
            name = "shop"
            strategy = "rest-for-one"
            intensity = { restarts = 3, period = "1m" }

            [defaults]
            heap = "64m"
            environment = { A = "default", B = "b" }
            limits = { terminate = "3s" }

            [child.web]
            jar = "app.jar"
            args = ["8080"]
            restart = "transient"
            after = ["inner"]
            grants = ["java.sql"]
            capabilities = ["native-access"]
            environment = { A = "own" }
            ready = { port = 8080 }
            alive = { port = 8080, every = "5s" }
            spares = 1

            [supervisor.inner]
            strategy = "one-for-all"

            [supervisor.inner.child.x]
            class-path = ["classes"]
            main = "a.B"
            backoff = "none"
            limits = { progress = "none" }
            """,
            base,
            "test");

    assertEquals(List.of(), read.faults());
    SupervisorSpec shop = read.spec().orElseThrow();
    assertEquals("shop", shop.name());
    assertEquals(Strategy.REST_FOR_ONE, shop.strategy());
    assertEquals(List.of("web", "inner"), shop.children().stream().map(Spec::name).toList());
    ChildSpec web = (ChildSpec) shop.children().getFirst();
    assertEquals(new Program.Jar(base.resolve("app.jar"), List.of("8080")), web.program());
    assertEquals(Restart.TRANSIENT, web.restart());
    assertEquals(Grants.of("java.sql").with(Grants.Capability.NATIVE_ACCESS), web.grants());
    assertEquals(ByteSize.parse("64m"), web.jvm().heap().orElseThrow());
    assertEquals(java.util.Map.of("A", "own", "B", "b"), web.jvm().environment());
    assertEquals(new Readiness.Port(8080), web.ready());
    assertEquals(Duration.ofSeconds(3), web.limits().terminate());
    SupervisorSpec inner = (SupervisorSpec) shop.children().getLast();
    ChildSpec x = (ChildSpec) inner.children().getFirst();
    assertEquals(Backoff.NONE, x.backoff());
    assertEquals(Duration.ofSeconds(3), x.limits().terminate());
    assertTrue(x.limits().progress().isEmpty());
  }
}
