package dev.firebreak.processes;

import dev.firebreak.api.Event;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Records as JSON, in one line and by one rule, so that the schema is the record's own:
 *
 * <ul>
 *   <li>a record is an object with a member for each component, in their order;
 *   <li>one of a sealed family ({@link Event}, {@link dev.firebreak.api.Exit}, ...) has its name
 *       first, as {@code "type"};
 *   <li>an {@link Event} has {@code type}, {@code at}, {@code subject}, {@code weight} and {@code
 *       sentence} before its own;
 *   <li>a {@link Duration} is a number of milliseconds, with a fraction; an {@link Instant} is ISO
 *       8601 in UTC; an enum constant is its name; a path is its text; an empty {@link Optional} is
 *       left out; lists and maps are arrays and objects.
 * </ul>
 *
 * Members are only ever added; readers ignore those that they do not know.
 */
public final class Json {
  static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** One line without its end. */
  public static String line(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(out, value);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, @Nullable Object value) {
    switch (value) {
      case null -> out.writeNull();
      case Event event -> event(out, event);
      case Record record -> {
        out.writeStartObject();
        if (family(record.getClass())) {
          out.writeName("type").writeString(record.getClass().getSimpleName());
        }
        components(out, record);
        out.writeEndObject();
      }
      case Duration span ->
          out.writeNumber(BigDecimal.valueOf(span.toNanos(), 6).stripTrailingZeros());
      case Instant at -> out.writeString(at.toString());
      case Enum<?> constant -> out.writeString(constant.name());
      case Boolean flag -> out.writeBoolean(flag);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case Optional<?> maybe -> write(out, maybe.orElse(null));
      case Collection<?> items -> {
        out.writeStartArray();
        items.forEach(item -> write(out, item));
        out.writeEndArray();
      }
      case Map<?, ?> map -> {
        out.writeStartObject();
        map.forEach((key, item) -> {
          out.writeName(String.valueOf(key));
          write(out, item);
        });
        out.writeEndObject();
      }
      case Path path -> out.writeString(path.toString());
      default -> out.writeString(value.toString());
    }
  }

  /** Whether a record is one of several that a sealed interface allows. */
  static boolean family(Class<?> type) {
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.isSealed()) {
        return true;
      }
    }
    return false;
  }

  private static void event(JsonGenerator out, Event event) {
    out.writeStartObject();
    out.writeName("type").writeString(event.getClass().getSimpleName());
    out.writeName("at").writeString(event.at().toString());
    out.writeName("subject").writeString(event.subject());
    out.writeName("weight").writeString(event.weight().name());
    out.writeName("sentence").writeString(event.sentence());
    components(out, (Record) event);
    out.writeEndObject();
  }

  private static void components(JsonGenerator out, Record record) {
    boolean event = record instanceof Event;
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String name = component.getName();
      boolean told =
          event
              && (name.equals("at")
                  || name.equals("subject")
                  || name.equals("weight")
                  || name.equals("sentence"));
      Object value = value(record, component);
      boolean empty = value instanceof Optional<?> maybe && maybe.isEmpty();
      if (!told && !empty) {
        out.writeName(name);
        write(out, value);
      }
    }
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "%s cannot be told as JSON: it is not public in an exported package"
              .formatted(record.getClass()),
          e);
    }
  }
}
