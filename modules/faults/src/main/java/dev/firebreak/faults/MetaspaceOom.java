package dev.firebreak.faults;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Defines the same class again and again, each time by another loader: plugins that are loaded anew
 * and never let go.
 *
 * <p>Bounded by {@code -XX:MaxMetaspaceSize}, which the lab sets.
 */
final class MetaspaceOom implements Deed {
  private static final List<Class<?>> KEPT = new ArrayList<>();

  @Override
  public void commit() throws IOException {
    byte[] bytes;
    try (InputStream in =
        Objects.requireNonNull(Filler.class.getResourceAsStream("MetaspaceOom$Filler.class"))) {
      bytes = in.readAllBytes();
    }
    while (KEPT.size() < Integer.MAX_VALUE) {
      KEPT.add(new Copies().define(bytes));
    }
  }

  /** What is defined: it leans on nothing but Object. */
  private static final class Filler {}

  private static final class Copies extends ClassLoader {
    Class<?> define(byte[] bytes) {
      return defineClass(Filler.class.getName(), bytes, 0, bytes.length);
    }
  }
}
