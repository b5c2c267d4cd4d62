package dev.firebreak.processes;

import dev.firebreak.api.Defaults;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines of a bounded length and keeps the last ones. */
final class Lines {
  /** A line in a tail: what people read in one look. */
  private static final int WIDTH = 500;

  private final int kept;
  private final Consumer<String> each;
  private final ArrayDeque<String> last = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  Lines(int kept, Consumer<String> each) {
    this.kept = kept;
    this.each = each;
  }

  synchronized void append(byte[] bytes, int count) {
    int from = 0;
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n' || line.size() + i - from >= Defaults.LINE) {
        line.write(bytes, from, i - from);
        end();
        from = bytes[i] == '\n' ? i + 1 : i;
      }
    }
    line.write(bytes, from, count - from);
  }

  /** The last lines, a begun one included. */
  synchronized List<String> tail() {
    if (line.size() > 0) {
      end();
    }
    return List.copyOf(last);
  }

  private void end() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    each.accept(text);
    if (last.size() == kept) {
      last.removeFirst();
    }
    last.addLast(text.length() > WIDTH ? text.substring(0, WIDTH) + "..." : text);
  }
}
