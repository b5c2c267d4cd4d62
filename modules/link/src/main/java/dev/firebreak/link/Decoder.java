package dev.firebreak.link;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an {@link Encoder} has written. For one thread at a time.
 *
 * <p>The bytes may be hostile: whatever they are, what comes out is a value of an allowed class or
 * a {@link CodecException}, and what is allocated stays in proportion to them. After an exception
 * the rest of the message is of no use.
 */
public final class Decoder extends InBuffer {
  private static final int CACHED = 256;

  /** A longer name is not kept beyond its message. */
  private static final int LONG_NAME = 2048;

  private final Codec codec;
  private final @Nullable Name[] cache = new @Nullable Name[CACHED];
  private @Nullable Name[] names = new @Nullable Name[8];
  private int nameCount;
  private int depth;

  /** How many there are of the throwable that is being read. */
  int throwables;

  /** How many more frames of stacks may be repeated; one octet could repeat hundreds. */
  private long repeats;

  Decoder(Codec codec) {
    this.codec = codec;
  }

  /** Begins a message; the bytes must not change while it is read. */
  public Decoder of(byte[] message, int from, int to) {
    on(message, from, to);
    begin();
    return this;
  }

  /** Begins a message, copied from that buffer's position to its limit, which stay as they are. */
  public Decoder of(ByteBuffer message) {
    on(message);
    begin();
    return this;
  }

  private void begin() {
    nameCount = 0;
    repeats = (long) Throwables.MOST * Throwables.MOST_FRAMES + 8L * left();
  }

  /** Whether anything is left. */
  public boolean more() {
    return at < end;
  }

  /** Where the next value begins, in the array that was given; in a copied buffer, from 0. */
  public int position() {
    return at;
  }

  /** As {@link #value(String)}, with the path beginning at "value". */
  public @Nullable Object value() throws CodecException {
    return value("value");
  }

  /**
   * The next value.
   *
   * @param root how the path to what may not be built begins: {@code task} or {@code result}
   */
  public @Nullable Object value(String root) throws CodecException {
    try {
      depth = 0;
      return read();
    } catch (Throwable e) {
      throw failed(e, root);
    }
  }

  /** The next value, which is a throwable. */
  public Throwable throwable() throws CodecException {
    try {
      depth = 0;
      int tag = octet();
      if (tag != Tag.THROWABLE) {
        throw CodecException.malformed("the tag " + tag + " where a throwable should be");
      }
      return Throwables.read(this);
    } catch (Throwable e) {
      throw failed(e, "throwable");
    }
  }

  /** The next value, which is a function: a {@link Lambda} that is not linked yet, or an object. */
  public Object function() throws CodecException {
    try {
      depth = 0;
      if (more() && bytes[at] == Tag.LAMBDA) {
        at++;
        return lambda();
      }
      Object value = read();
      if (value == null) {
        throw CodecException.malformed("null where a function should be");
      }
      return value;
    } catch (Throwable e) {
      throw failed(e, "function");
    }
  }

  /** Any value. */
  @Nullable Object read() throws CodecException {
    int tag = octet();
    return switch (tag) {
      case Tag.NULL -> null;
      case Tag.INT -> zigzag();
      case Tag.LATIN1, Tag.UTF8, Tag.UTF16 -> string(tag);
      case Tag.LONG -> longZigzag();
      case Tag.TRUE -> true;
      case Tag.FALSE -> false;
      case Tag.DOUBLE -> Double.longBitsToDouble(eight());
      default -> {
        deeper();
        Object value = group(tag);
        depth--;
        yield value;
      }
    };
  }

  void deeper() throws CodecException {
    if (++depth > Codec.MAX_DEPTH) {
      throw CodecException.malformed("nested more than " + Codec.MAX_DEPTH + " deep");
    }
  }

  void back() {
    depth--;
  }

  /** So many frames of a stack are there a second time. */
  void shared(int frames) throws CodecException {
    repeats -= frames;
    if (repeats < 0) {
      throw CodecException.malformed("stacks that repeat too many frames");
    }
  }

  private Object group(int tag) throws CodecException {
    return switch (tag >> 4) {
      case 0 -> Scalars.readPrimitive(this, tag);
      case 1 -> Scalars.read(this, tag);
      case 2 -> Times.read(this, tag);
      case 3 -> Bulk.read(this, tag);
      case 4 -> Lists.read(this, tag);
      case 5 -> Maps.read(this, tag);
      default ->
          switch (tag) {
            case Tag.RECORD -> record();
            case Tag.ENUM -> constant();
            case Tag.THROWABLE -> Throwables.read(this);
            case Tag.LAMBDA -> lambda().instance(codec.types());
            case Tag.SERIALIZED -> Serialized.read(this);
            default -> throw unknown(tag);
          };
    };
  }

  static CodecException unknown(int tag) {
    return CodecException.malformed("the unknown tag 0x" + Integer.toHexString(tag));
  }

  private Object record() throws CodecException {
    Plan plan = name().plan(codec);
    if (!plan.type.isRecord()) {
      throw CodecException.malformed(plan.type.getName() + ", which is no record");
    }
    plan.mayBeBuilt();
    RecordShape shape = plan.shape();
    int size = count(1);
    if (size != shape.size()) {
      throw new CodecException(
          plan.type.getName() + " has " + shape.size() + " components here and " + size + " there");
    }
    @Nullable Object[] components = new @Nullable Object[size];
    int i = 0;
    try {
      for (; i < size; i++) {
        components[i] = read();
      }
    } catch (CodecException e) {
      throw e.in("." + shape.name(i));
    }
    return shape.build(components);
  }

  private Object constant() throws CodecException {
    return constant(enumType(), name());
  }

  /** The name of an enum that may be used here. */
  Class<?> enumType() throws CodecException {
    Plan plan = name().plan(codec);
    if (!plan.type.isEnum()) {
      throw CodecException.malformed(plan.type.getName() + ", which is no enum");
    }
    plan.mayBeBuilt();
    return plan.type;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // enumType has looked
  static Enum<?> constant(Class<?> type, Name name) throws CodecException {
    try {
      return Enum.valueOf((Class) type, name.text());
    } catch (IllegalArgumentException e) {
      throw new CodecException(type.getName() + " has no " + name.text() + " here", e);
    }
  }

  private Lambda lambda() throws CodecException {
    if (!codec.types().serialized()) {
      throw new CodecException("a lambda is not taken from a worker: it would run its code here");
    }
    String[] shape = name().lines(Lambda.WORDS);
    @Nullable Object[] captured = new @Nullable Object[count(1)];
    int i = 0;
    try {
      for (; i < captured.length; i++) {
        captured[i] = read();
      }
    } catch (CodecException e) {
      throw e.in(".captured" + CodecException.index(i));
    }
    return new Lambda(shape, captured);
  }

  Codec codec() {
    return codec;
  }

  /** A string as a value. */
  String text() throws CodecException {
    return string(octet());
  }

  /** A word of the message's table. */
  Name name() throws CodecException {
    int index = count();
    if (index != 0) {
      Name known = index > 0 && index <= nameCount ? names[index - 1] : null;
      if (known == null) {
        throw CodecException.malformed("the name " + index + " of " + nameCount);
      }
      return known;
    }
    int length = count(1);
    int from = take(length);
    int slot = Name.hash(bytes, from, at) & (CACHED - 1);
    Name name = cache[slot];
    if (name == null || !name.is(bytes, from, at)) {
      name = new Name(Arrays.copyOfRange(bytes, from, at));
      if (length <= LONG_NAME) {
        cache[slot] = name;
      }
    }
    if (nameCount == names.length) {
      names = Arrays.copyOf(names, 2 * nameCount);
    }
    names[nameCount++] = name;
    return name;
  }

  private static CodecException failed(Throwable e, String root) {
    if (e instanceof CodecException told) {
      return told.in(root);
    }
    if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
      throw fatal;
    }
    // Constructors, comparators and hash codes of allowed classes ran, and the JDK's own checks.
    return new CodecException("building it threw " + Throwables.text(e), e).in(root);
  }
}
