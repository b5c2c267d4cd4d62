package dev.firebreak.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.invoke.MethodHandles;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The user's module opens nothing to us. */
@Timeout(60)
class CodecClosedPackageTest {
  private static final Map<String, String> SOURCES =
      Map.of(
          "module-info.java",
          "module acme { exports acme.api; }",
          "acme/api/Visible.java",
          "package acme.api; public record Visible(int size) {}",
          "acme/api/Door.java",
          """
          package acme.api;
          import java.io.Serializable;
          import java.lang.invoke.MethodHandles;
          import java.util.concurrent.Callable;
          public class Door {
            public interface Job extends Callable<Object>, Serializable {}
            public static MethodHandles.Lookup lookup() { return MethodHandles.lookup(); }
            public static Object hidden(Object held) { return new acme.jobs.Hidden(held, acme.jobs.Hidden.Mood.GOOD); }
            public static Object mood() { return acme.jobs.Hidden.Mood.GOOD; }
            public static Object context(Object held) { return new acme.jobs.Context(held); }
            public static Job lambda(Object a, Object b) { return () -> a + " and " + b; }
          }
          """,
          "acme/jobs/Hidden.java",
          """
          package acme.jobs;
          public record Hidden(Object held, Mood mood) { public enum Mood { GOOD } }
          """,
          "acme/jobs/Context.java",
          """
          package acme.jobs;
          public class Context implements java.io.Serializable {
            private final String name = "n";
            private final Runnable connection;
            public Context(Object held) { connection = (Runnable) held; }
          }
          """);

  @TempDir static Path folder;
  private static Class<?> door;

  @BeforeAll
  static void compile() throws Exception {
    for (Map.Entry<String, String> source : SOURCES.entrySet()) {
      Path file = folder.resolve("src").resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
    }
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-g",
                "-d",
                folder.resolve("out").toString(),
                "--module-source-path",
                "acme=" + folder.resolve("src"),
                "-m",
                "acme");
    assertEquals(0, status);
    ModuleLayer boot = ModuleLayer.boot();
    ModuleLayer layer =
        boot.defineModulesWithOneLoader(
            boot.configuration()
                .resolve(ModuleFinder.of(folder.resolve("out")), ModuleFinder.of(), Set.of("acme")),
            Side.class.getClassLoader());
    door = layer.findLoader("acme").loadClass("acme.api.Door");
  }

  @Test
  void aRecordIsInAClosedPackage() throws Exception {
    Object hidden = hidden(1);

    CodecException refused = assertThrows(CodecException.class, () -> Side.down(List.of(hidden)));

    assertEquals(
        "task[0]: acme.jobs.Hidden is in a package that Firebreak may not look into; write in the"
            + " module-info of acme: opens acme.jobs to dev.firebreak.link; or hand your own access"
            + " over: ProcessPool.open(options.with(MethodHandles.lookup()))",
        refused.getMessage());
  }

  @Test
  void theirLookupIsTaken() throws Exception {
    Object hidden = hidden(List.of(call("mood")));

    MethodHandles.Lookup theirs = (MethodHandles.Lookup) call("lookup");
    MethodHandles.Lookup into = MethodHandles.privateLookupIn(hidden.getClass(), theirs);

    assertEquals(hidden, through(hidden, theirs));
    assertEquals(hidden, through(hidden, into));
  }

  @Test
  void theLookupIsOfAnotherModule() throws Exception {
    Object hidden = hidden(1);

    CodecException refused =
        assertThrows(CodecException.class, () -> through(hidden, MethodHandles.publicLookup()));

    assertEquals("task", refused.path());
    assertEquals(
        "the lookup java.lang.Object/publicLookup cannot reach the record acme.jobs.Hidden: take"
            + " one of its module, made by MethodHandles.lookup() in it",
        refused.sentence());
  }

  @Test
  void whatIsExportedAndEnumsNeedNothing() throws Exception {
    Object visible =
        door.getClassLoader()
            .loadClass("acme.api.Visible")
            .getConstructor(int.class)
            .newInstance(5);

    assertEquals(visible, through(visible, null));
    assertEquals(call("mood"), through(call("mood"), null));
  }

  @Test
  void aLambdaIsLinkedAllTheSame() throws Exception {
    Object lambda = door.getMethod("lambda", Object.class, Object.class).invoke(null, null, "b");
    Encoder encoder = new Codec(new Theirs(Side.parent(), null)).encoder();
    encoder.function(lambda, "task");
    Codec.Types child = new Theirs(Side.child(), null);
    Decoder decoder = new Codec(child).decoder().of(encoder.array(), 0, encoder.size());

    Lambda arrived = assertInstanceOf(Lambda.class, decoder.function());

    assertEquals("null and b", ((Callable<?>) arrived.instance(child)).call());
  }

  @Test
  void aFieldThatCannotBeReadIsGuessedByItsType() throws Exception {
    Runnable culprit = new Thread();
    Object context = door.getMethod("context", Object.class).invoke(null, culprit);

    CodecException guessed = assertThrows(CodecException.class, () -> through(context, null));
    CodecException known =
        assertThrows(
            CodecException.class, () -> through(context, (MethodHandles.Lookup) call("lookup")));

    assertEquals("task.connection", guessed.path());
    assertEquals("task.connection", known.path());
  }

  private static Object hidden(Object held) throws Exception {
    return door.getMethod("hidden", Object.class).invoke(null, held);
  }

  private static Object call(String method) throws Exception {
    return door.getMethod(method).invoke(null);
  }

  private static Object through(Object value, MethodHandles.Lookup lookup) throws CodecException {
    Encoder encoder = new Codec(new Theirs(Side.parent(), lookup)).encoder();
    encoder.value(value, "task");
    return new Codec(new Theirs(Side.child(), lookup))
        .decoder()
        .of(encoder.array(), 0, encoder.size())
        .value("task");
  }

  @Test
  void compiledCodeTakesThePlaceOfReflection() throws Exception {
    Object hidden = hidden(1);
    Codec.Records records =
        new Codec.Records() {
          @Override
          public Object[] take(Object value) {
            return new Object[] {"taken", null};
          }

          @Override
          public Object build(Object[] components) {
            return List.of("built", components[0]);
          }
        };
    Codec.Types types =
        new Theirs(Side.child(), null) {
          @Override
          public Codec.Records records(Class<?> type) {
            return records;
          }
        };
    Encoder encoder = new Codec(types).encoder();

    encoder.value(hidden);
    Object arrived = new Codec(types).decoder().of(encoder.array(), 0, encoder.size()).value();

    assertEquals(List.of("built", "taken"), arrived);
  }

  /** Classes of their layer. */
  private static class Theirs implements Codec.Types {
    private final Side side;
    private final MethodHandles.Lookup given;

    Theirs(Side side, MethodHandles.Lookup given) {
      this.side = side;
      this.given = given;
    }

    @Override
    public Class<?> load(String name) throws ClassNotFoundException {
      return Class.forName(name, false, door.getClassLoader());
    }

    @Override
    public String refusal(Class<?> type) {
      return side.refusal(type);
    }

    @Override
    public boolean serialized() {
      return side.serialized();
    }

    @Override
    public boolean serializes() {
      return side.serializes();
    }

    @Override
    public MethodHandles.Lookup lookup(Class<?> type) {
      return given;
    }

    @Override
    public Throwable standIn(RemoteThrowable thrown) {
      return side.standIn(thrown);
    }
  }
}
