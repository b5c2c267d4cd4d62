package dev.firebreak.worker;

import dev.firebreak.link.Thrown;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Properties;
import java.util.ResourceBundle;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What most programs do in their first second, done once, so that the AOT cache has the classes,
 * lambda forms and call sites for it. Where something here fails the cache is narrower and the
 * image as good, so a failure is said and passed over.
 */
final class Warmup {
  private Warmup() {}

  /** One thing that programs do. */
  private interface Habit {
    Object run() throws Exception;
  }

  static void run(Path folder) {
    Map<String, Habit> habits = new TreeMap<>();
    habits.put("text", Warmup::text);
    habits.put("patterns", Warmup::patterns);
    habits.put("collections", Warmup::collections);
    habits.put("streams", Warmup::streams);
    habits.put("time", Warmup::time);
    habits.put("exceptions", Warmup::exceptions);
    habits.put("files", () -> files(folder));
    habits.put("threads", Warmup::threads);
    habits.put("types", Warmup::types);
    habits.put("services", Warmup::services);
    habits.forEach((name, habit) -> {
      try {
        habit.run();
      } catch (Exception | Error e) {
        System.out.println("not trained: " + name + " (" + e + ")");
      }
    });
  }

  private static Object text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append(String.format("%5d %-10s %08.3f %x%n", i, "name" + i, i / 3.0, i));
      text.append(String.format(Locale.ROOT, "%,d %s %b %e", i * 1000L, text.length(), i > 3, 1e9));
    }
    text.append("a,b,,c".split(",").length).append(String.join("|", List.of("a", "b")));
    text.append("  Strip ".strip().toLowerCase(Locale.ROOT)).append("x".repeat(3));
    text.append(new BigDecimal("1.25").multiply(BigDecimal.TEN)).append(BigInteger.TWO.pow(70));
    text.append(Integer.parseInt("42")).append(Double.parseDouble("4.5e3")).append(1.1f);
    text.append("%s of %s".formatted("one", "two"))
        .append(
            """
            a text block
            """);
    return text.toString().lines().count();
  }

  private static Object patterns() {
    Pattern pattern = Pattern.compile("(?<key>\\w+)\\s*=\\s*([^;]*);?", Pattern.CASE_INSENSITIVE);
    Matcher matcher = pattern.matcher("a = 1; b=two;c =3");
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group("key") + matcher.group(2));
    }
    return "a1b22".replaceAll("[0-9]+", "#") + found + "x1".matches("[a-z]\\d");
  }

  private static Object collections() {
    Map<String, List<Integer>> map = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      map.computeIfAbsent("k" + i % 10, key -> new ArrayList<>()).add(i);
    }
    Map<Thread.State, Integer> states = new EnumMap<>(Thread.State.class);
    states.merge(Thread.State.NEW, 1, Integer::sum);
    List<String> keys = new ArrayList<>(map.keySet());
    keys.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.reverseOrder()));
    return new ArrayDeque<>(keys).peekFirst()
        + new ConcurrentHashMap<>(map).size()
        + new TreeMap<>(map).firstKey()
        + states
        + Map.of("a", 1, "b", 2)
        + List.copyOf(keys);
  }

  private static Object streams() {
    return Stream.of("a", "bb", "cc").collect(Collectors.groupingBy(String::length)).toString()
        + IntStream.range(0, 100).filter(i -> i % 2 == 0).mapToObj(Integer::toString).toList()
        + Stream.of(1, 2, 3).map(i -> i * 2).sorted().reduce(0, Integer::sum)
        + Stream.of("x", "y").collect(Collectors.joining(", ", "[", "]"))
        + Stream.of("x", "y").collect(Collectors.toMap(s -> s, String::hashCode))
        + IntStream.of(1, 2).summaryStatistics()
        + Optional.of("z").map(String::strip).orElse("");
  }

  private static Object time() {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(LocalDateTime.now(ZoneId.systemDefault()))
        + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
            .format(Instant.now().atZone(ZoneId.systemDefault()))
        + Instant.parse("2026-01-01T00:00:00Z").plusSeconds(3);
  }

  private static Object exceptions() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try {
      throw new IllegalStateException("outer", new IOException("inner"));
    } catch (IllegalStateException e) {
      e.addSuppressed(new RuntimeException("suppressed"));
      e.printStackTrace(out);
      Trace.trim(e);
      Thrown.of(e);
    }
    return bytes.size();
  }

  private static Object files(Path folder) throws IOException {
    Path file = folder.resolve("lines.txt");
    Files.write(file, List.of("one", "two", "three"));
    Files.writeString(folder.resolve("copy.txt"), Files.readString(file));
    Properties properties = new Properties();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        BufferedReader reader = Files.newBufferedReader(file);
        Stream<Path> all = Files.list(folder)) {
      properties.load(reader);
      properties.put("found", String.valueOf(loader.getResource("copy.txt")));
      return properties.size() + all.map(Path::getFileName).toList().toString();
    }
  }

  private static Object threads() throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      CompletableFuture<Integer> future =
          CompletableFuture.supplyAsync(() -> 1, executor).thenApply(i -> i + 1);
      Thread thread = new Thread(() -> System.nanoTime());
      thread.start();
      thread.join();
      Thread.ofVirtual().start(() -> System.nanoTime()).join();
      return future.get(10, TimeUnit.SECONDS) + executor.submit(() -> 2).get();
    }
  }

  private sealed interface Shape permits Circle, Square {}

  private record Circle(double radius) implements Shape {}

  private record Square(double side) implements Shape {}

  private static Object types() throws ReflectiveOperationException, NoSuchAlgorithmException {
    List<Shape> shapes = List.of(new Circle(1), new Square(2), new Circle(1));
    double area = 0;
    for (Shape shape : shapes) {
      area +=
          switch (shape) {
            case Circle(double radius) -> Math.PI * radius * radius;
            case Square(double side) -> side * side;
          };
    }
    Supplier<String> text = () -> shapes.toString() + shapes.get(0).equals(shapes.get(2));
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.get().getBytes(StandardCharsets.UTF_8));
    return area
        + String.class.getMethod("strip").invoke(" a ").toString()
        + String.class.getConstructor(String.class).newInstance("b")
        + UUID.nameUUIDFromBytes(digest);
  }

  private static Object services() {
    // In java.base, which says that it uses the service; this module does not.
    long count = ToolProvider.findFirst("none").stream().count();
    try {
      return ResourceBundle.getBundle("firebreak.training.none").getLocale();
    } catch (MissingResourceException e) {
      return count;
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
