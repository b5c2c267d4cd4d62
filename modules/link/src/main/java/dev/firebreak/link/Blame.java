package dev.firebreak.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the way to what cannot be sent, when something could not be; best effort. */
final class Blame {
  /** Objects that are looked at. */
  private static final int MOST = 50_000;

  private final Codec.Types types;
  private final List<Step> steps = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Blame(Codec.Types types) {
    this.types = types;
  }

  /** One object on the way, and how it is reached from the one before. */
  private record Step(Object object, @Nullable Step before, String segment) {
    String path() {
      StringBuilder path = new StringBuilder();
      for (Step step = this; step != null; step = step.before) {
        path.insert(0, step.segment);
      }
      return path.toString();
    }
  }

  /**
   * What a lambda's captured value is called: the variable's name where its class was compiled with
   * debug information.
   */
  static String captured(Object lambda, byte[] shape, int index) {
    String[] words = new String(shape, StandardCharsets.UTF_8).split("\n", -1);
    boolean body = words[6].startsWith("lambda$");
    boolean bound = Integer.parseInt(words[0]) != MethodHandleInfo.REF_invokeStatic;
    if (body && bound && index == 0) {
      return ".this";
    }
    String name = body ? variable(lambda, words, index) : null;
    return name == null ? ".captured" + CodecException.index(index) : "." + name;
  }

  private static @Nullable String variable(Object lambda, String[] words, int index) {
    ClassLoader loader = lambda.getClass().getClassLoader();
    String resource = words[5].replace('.', '/') + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(resource)
            : loader.getResourceAsStream(resource)) {
      if (in == null) {
        return null;
      }
      for (MethodModel method : ClassFile.of().parse(in.readAllBytes()).methods()) {
        if (method.methodName().equalsString(words[6])
            && method.methodType().equalsString(words[7])) {
          return variable(method, index);
        }
      }
      return null;
    } catch (IOException | RuntimeException e) {
      return null; // the index is told instead
    }
  }

  private static @Nullable String variable(MethodModel method, int index) {
    boolean bound = !Modifier.isStatic(method.flags().flagsMask());
    int parameter = bound ? index - 1 : index;
    int slot = bound ? 1 : 0;
    MethodTypeDesc signature = method.methodTypeSymbol();
    for (int i = 0; i < parameter; i++) {
      String descriptor = signature.parameterType(i).descriptorString();
      slot += descriptor.equals("J") || descriptor.equals("D") ? 2 : 1;
    }
    var code = method.findAttribute(Attributes.code()).orElse(null);
    var table =
        code == null ? null : code.findAttribute(Attributes.localVariableTable()).orElse(null);
    if (table == null) {
      return null;
    }
    for (LocalVariableInfo variable : table.localVariables()) {
      if (variable.slot() == slot && variable.startPc() == 0) {
        return variable.name().stringValue();
      }
    }
    return null;
  }

  /**
   * Tells of a serialization that failed.
   *
   * @param culprit the object that is not serializable, if it is known
   */
  static CodecException notSerializable(
      Object root, @Nullable Object culprit, NotSerializableException e, Codec.Types types) {
    String name = culprit == null ? e.getMessage() : culprit.getClass().getName();
    CodecException told =
        new CodecException(
            name
                + " is not Serializable, as all that "
                + root.getClass().getName()
                + " holds has to be to go to another JVM",
            e);
    return culprit == null ? told : told.in(new Blame(types).path(root, culprit));
  }

  @SuppressWarnings("ReferenceEquality") // it is about that very object
  private String path(Object root, Object culprit) {
    List<Step> closed = new ArrayList<>();
    visit(root, null, "");
    for (int i = 0; i < steps.size() && i < MOST; i++) {
      Step step = steps.get(i);
      if (step.object == culprit) {
        return step.path();
      }
      if (!spread(step)) {
        closed.add(step);
      }
    }
    for (Step step : closed) {
      String field = byType(step.object, culprit.getClass());
      if (field != null) {
        return step.path() + "." + field;
      }
    }
    return "";
  }

  private void visit(@Nullable Object object, @Nullable Step before, String segment) {
    if (object != null && seen.add(object)) {
      steps.add(new Step(object, before, segment));
    }
  }

  /** Goes one step on from an object; false where its fields are out of reach. */
  private boolean spread(Step step) {
    Object object = step.object;
    if (object instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        visit(array[i], step, CodecException.index(i));
      }
    } else if (object instanceof Collection<?> collection && Plan.isOfJava(object.getClass())) {
      int i = 0;
      for (Object element : collection) {
        visit(element, step, CodecException.index(i++));
      }
    } else if (object instanceof Map<?, ?> map && Plan.isOfJava(object.getClass())) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        visit(entry.getKey(), step, ".keySet()");
        visit(entry.getValue(), step, CodecException.key(entry.getKey()));
      }
    } else if (object instanceof Serializable) {
      return fields(step);
    }
    return true;
  }

  private boolean fields(Step step) {
    boolean all = true;
    for (Class<?> type = step.object.getClass();
        type != null && Serializable.class.isAssignableFrom(type);
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0
            && !field.getType().isPrimitive()) {
          try {
            visit(get(field, step.object), step, "." + field.getName());
          } catch (Throwable outOfReach) {
            all = false;
          }
        }
      }
    }
    return all;
  }

  private @Nullable Object get(Field field, Object of) throws Throwable {
    MethodHandles.Lookup lookup = types.lookup(field.getDeclaringClass());
    if (field.trySetAccessible() || lookup == null) {
      return field.get(of);
    }
    return MethodHandles.privateLookupIn(field.getDeclaringClass(), lookup)
        .unreflectGetter(field)
        .invoke(of);
  }

  /** The one field that can hold such an object, or null if there is none or more than one. */
  private static @Nullable String byType(Object holder, Class<?> type) {
    String found = null;
    for (Class<?> at = holder.getClass(); at != null; at = at.getSuperclass()) {
      ObjectStreamClass described = ObjectStreamClass.lookup(at);
      if (described == null) {
        continue;
      }
      for (ObjectStreamField field : described.getFields()) {
        if (field.getType() != Object.class && field.getType().isAssignableFrom(type)) {
          if (found != null) {
            return null;
          }
          found = field.getName();
        }
      }
    }
    return found;
  }
}
