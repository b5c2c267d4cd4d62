package dev.firebreak.processes;

import dev.firebreak.api.Event;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Reads back what {@link Json} wrote. */
public final class JsonReader {
  private JsonReader() {}

  /** The event of one line of an event file; empty where the line is cut or of another version. */
  public static Optional<Event> event(String line) {
    try {
      return Optional.of(record(line, Event.class));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // whoever shows events shows what can be read
    }
  }

  /**
   * A record, or one of a sealed family, from its line.
   *
   * @throws IllegalArgumentException if the line is none of it
   */
  public static <T> T record(String line, Class<T> type) {
    try (JsonParser in = Json.FACTORY.createParser(ObjectReadContext.empty(), line)) {
      in.nextToken();
      Object tree = tree(in);
      return type.cast(Objects.requireNonNull(build(tree, type)));
    } catch (JacksonException
        | DateTimeException
        | ClassCastException
        | NullPointerException
        | ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "no %s: %s (%s)".formatted(type.getSimpleName(), line, e.getMessage()), e);
    }
  }

  /**
   * A line as plain maps, lists, strings, numbers, booleans and nulls.
   *
   * @throws IllegalArgumentException if the line is no JSON
   */
  public static Object tree(String line) {
    try (JsonParser in = Json.FACTORY.createParser(ObjectReadContext.empty(), line)) {
      in.nextToken();
      return Objects.requireNonNull(tree(in));
    } catch (JacksonException | NullPointerException e) {
      throw new IllegalArgumentException("no JSON: " + line, e);
    }
  }

  private static @Nullable Object tree(JsonParser in) {
    JsonToken token = in.currentToken();
    if (token == null) {
      throw new IllegalArgumentException("the line is empty or ends early");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = in.currentName();
          in.nextToken();
          members.put(name, tree(in));
        }
        yield members;
      }
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(tree(in));
        }
        yield items;
      }
      case VALUE_STRING -> in.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IllegalArgumentException("an unexpected " + token);
    };
  }

  private static @Nullable Object build(@Nullable Object tree, Type type)
      throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      Type item = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      if (generic.getRawType() == Optional.class) {
        return tree == null ? Optional.empty() : Optional.ofNullable(build(tree, item));
      }
      if (generic.getRawType() == Map.class) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (tree instanceof Map<?, ?> found) {
          for (Map.Entry<?, ?> each : found.entrySet()) {
            members.put(String.valueOf(each.getKey()), build(each.getValue(), item));
          }
        }
        return members;
      }
      List<@Nullable Object> items = new ArrayList<>();
      if (tree instanceof Collection<?> found) {
        for (Object each : found) {
          items.add(build(each, item));
        }
      }
      return items;
    }
    return simple(tree, (Class<?>) type);
  }

  private static @Nullable Object simple(@Nullable Object tree, Class<?> type)
      throws ReflectiveOperationException {
    return switch (tree) {
      case null -> null;
      case String text when type == Instant.class -> Instant.parse(text);
      case String text when type == Path.class -> Path.of(text);
      case String text when type.isEnum() -> constant(text, type);
      case BigDecimal number when type == Duration.class ->
          Duration.ofNanos(number.movePointRight(6).longValue());
      case BigDecimal number when type == int.class || type == Integer.class -> number.intValue();
      case BigDecimal number when type == long.class || type == Long.class -> number.longValue();
      case BigDecimal number when type == double.class || type == Double.class ->
          number.doubleValue();
      case Map<?, ?> members -> object(members, type);
      default -> {
        if (!type.isPrimitive() && !type.isInstance(tree)) {
          throw new IllegalArgumentException("no %s: %s".formatted(type.getSimpleName(), tree));
        }
        yield tree;
      }
    };
  }

  private static Object constant(String name, Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no %s: %s".formatted(type.getSimpleName(), name)));
  }

  private static Object object(Map<?, ?> members, Class<?> type)
      throws ReflectiveOperationException {
    if (!type.isRecord()) {
      return object(members, member(type, String.valueOf(members.get("type"))));
    }
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = build(members.get(components[i].getName()), components[i].getGenericType());
    }
    Constructor<?> constructor = type.getConstructor(types);
    return constructor.newInstance(values);
  }

  private static Class<?> member(Class<?> family, String name) {
    if (family.isSealed()) {
      for (Class<?> each : family.getPermittedSubclasses()) {
        if (each.isRecord() && each.getSimpleName().equals(name)) {
          return each;
        }
        if (!each.isRecord() && each.isSealed() && has(each, name)) {
          return member(each, name);
        }
      }
    }
    throw new IllegalArgumentException(
        "\"%s\" is no %s that this version knows".formatted(name, family.getSimpleName()));
  }

  private static boolean has(Class<?> family, String name) {
    return Arrays.stream(family.getPermittedSubclasses())
        .anyMatch(each -> each.getSimpleName().equals(name));
  }
}
