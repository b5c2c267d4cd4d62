package dev.firebreak.link;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** What is no plain value but Serializable: the JDK's stream, down to a child and never up. */
final class Serialized {
  private Serialized() {}

  static void write(Encoder to, Object value) throws CodecException {
    to.tag(Tag.SERIALIZED);
    int length = to.take(Integer.BYTES);
    Watching out = null;
    try {
      out = new Watching(new Into(to));
      out.writeObject(value);
      out.flush();
    } catch (CodecException e) {
      throw e;
    } catch (NotSerializableException e) {
      throw Blame.notSerializable(value, out == null ? null : out.culprit, e, to.codec().types());
    } catch (IOException e) {
      throw new CodecException(value.getClass().getName() + " cannot be serialized: " + e, e);
    }
    to.put(length, to.size() - length - Integer.BYTES);
  }

  static Object read(Decoder from) throws CodecException {
    Codec.Types types = from.codec().types();
    if (!types.serialized()) {
      throw new CodecException(
          "serialized objects are not taken from a worker: reading one would run its code here");
    }
    int length = from.four();
    int start = from.take(length);
    try (Resolving in =
        new Resolving(new ByteArrayInputStream(from.bytes, start, length), types, null)) {
      Object value = in.readObject();
      if (value == null) {
        throw CodecException.malformed("null by serialization");
      }
      return value;
    } catch (CodecException e) {
      throw e;
    } catch (IOException | ClassNotFoundException | LinkageError e) {
      throw new CodecException("reading a serialized object failed: " + e, e);
    }
  }

  /**
   * The lambda of that form, linked by the JDK itself, which may call any capturing class.
   *
   * @param form one that captured {@link #slots}
   * @param captured what the slots stand for
   */
  static @Nullable Object linked(
      SerializedLambda form, @Nullable Object[] captured, Codec.Types types) throws CodecException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(form);
    } catch (IOException e) {
      throw new CodecException("the lambda " + form.getImplMethodName() + ": " + e, e);
    }
    try (Resolving in =
        new Resolving(new ByteArrayInputStream(bytes.toByteArray()), types, captured)) {
      return in.readObject();
    } catch (IOException | ClassNotFoundException | LinkageError | RuntimeException e) {
      throw new CodecException(
          form.getCapturingClass().replace('/', '.')
              + " does not know its lambda "
              + form.getImplMethodName()
              + ": "
              + e,
          e);
    }
  }

  static Object[] slots(int count) {
    Object[] slots = new Object[count];
    for (int i = 0; i < count; i++) {
      slots[i] = new Slot(i);
    }
    return slots;
  }

  /** Stands for something captured, which need not be serializable. */
  private static final class Slot implements Serializable {
    private static final long serialVersionUID = 1;

    private final int index;

    Slot(int index) {
      this.index = index;
    }
  }

  /** Knows the first object that is not serializable; later ones belong to the telling of it. */
  private static final class Watching extends ObjectOutputStream {
    private @Nullable Object culprit;

    Watching(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (culprit == null && !(object instanceof Serializable)) {
        culprit = object;
      }
      return object;
    }
  }

  /** Finds classes where the codec does. */
  private static final class Resolving extends ObjectInputStream {
    private final Codec.Types types;
    private final @Nullable Object @Nullable [] captured;

    Resolving(InputStream in, Codec.Types types, @Nullable Object @Nullable [] captured)
        throws IOException {
      super(in);
      this.types = types;
      this.captured = captured;
      enableResolveObject(captured != null);
    }

    @Override
    protected @Nullable Object resolveObject(Object object) {
      return captured != null && object instanceof Slot slot ? captured[slot.index] : object;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      String name = described.getName();
      return name.equals(Slot.class.getName()) ? Slot.class : Name.load(name, types);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names)
        throws IOException, ClassNotFoundException {
      Class<?>[] interfaces = new Class<?>[names.length];
      ClassLoader loader = null;
      for (int i = 0; i < names.length; i++) {
        interfaces[i] = types.load(names[i]);
        if (interfaces[i].getClassLoader() != null) {
          loader = interfaces[i].getClassLoader();
        }
      }
      InvocationHandler none = (proxy, method, arguments) -> null;
      return Proxy.newProxyInstance(loader, interfaces, none).getClass();
    }
  }

  /** The encoder's buffer as a stream. */
  private static final class Into extends OutputStream {
    private final Encoder to;

    Into(Encoder to) {
      this.to = to;
    }

    @Override
    public void write(int octet) throws IOException {
      to.tag(octet);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
      to.octets(octets, from, length);
    }
  }
}
