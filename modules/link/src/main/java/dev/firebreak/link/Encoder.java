package dev.firebreak.link;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values one behind the other into a buffer that is kept. For one thread at a time.
 *
 * <p>A value that fails leaves no trace: the buffer is as it was before.
 */
public final class Encoder extends OutBuffer {
  private static final int SHORT_TEXT = 64;

  private final Codec codec;
  private int depth;
  private @Nullable Plan last;

  // The message's table: classes, found by identity, and other names.
  private @Nullable Plan[] classes = new @Nullable Plan[8];
  private int[] classIndex = new int[8];
  private int classCount;
  private int names;
  private final Map<String, Integer> texts = new HashMap<>();

  private @Nullable LambdaCapture capture;

  Encoder(Codec codec) {
    this.codec = codec;
  }

  /** Begins a new message. */
  public Encoder reset() {
    empty();
    forget(0);
    return this;
  }

  /** As {@link #value(Object, String)}, with the path beginning at "value". */
  public void value(@Nullable Object value) throws CodecException {
    value(value, "value");
  }

  /**
   * Appends one value.
   *
   * @param root how the path to what cannot be sent begins: {@code task} or {@code result}
   */
  public void value(@Nullable Object value, String root) throws CodecException {
    int start = at;
    int known = names;
    try {
      depth = 0;
      write(value);
    } catch (Throwable e) {
      throw failed(e, root, start, known);
    }
  }

  /**
   * Appends a function: a lambda as its implementation and what it captured, anything else as a
   * value. To be read by {@link Decoder#function()}.
   */
  public void function(Object function, String root) throws CodecException {
    value(function, root);
  }

  /**
   * Appends a throwable with its causes, suppressed ones and stack. Never fails: what is too much
   * is cut, and one whose own methods throw is told by its class.
   */
  public void throwable(Throwable thrown) {
    int start = at;
    int known = names;
    try {
      depth = 0;
      new Throwables.Writer(this).write(thrown);
    } catch (Throwable e) {
      // It is over the limit, or there is no memory or stack for it; its class always fits.
      back(start, known);
      int limited = limit;
      limit(Integer.MAX_VALUE);
      try {
        Throwables.Writer.bare(this, thrown);
      } catch (CodecException impossible) {
        throw new IllegalStateException(impossible);
      } finally {
        limit(limited);
      }
    }
  }

  /** Any value, with its tag. */
  void write(@Nullable Object value) throws CodecException {
    if (value == null) {
      tag(Tag.NULL);
      return;
    }
    Class<?> type = value.getClass();
    if (type == Integer.class) {
      tag(Tag.INT);
      zigzag((Integer) value);
    } else if (type == String.class) {
      text((String) value);
    } else if (type == Long.class) {
      tag(Tag.LONG);
      zigzag((long) (Long) value);
    } else if (type == Boolean.class) {
      tag((Boolean) value ? Tag.TRUE : Tag.FALSE);
    } else if (type == Double.class) {
      tag(Tag.DOUBLE);
      eight(Double.doubleToRawLongBits((Double) value));
    } else {
      planned(value, type);
    }
  }

  private void planned(Object value, Class<?> type) throws CodecException {
    Plan plan = last;
    if (plan == null || plan.type != type) {
      plan = codec.plan(type);
      last = plan;
    }
    if (++depth > Codec.MAX_DEPTH) {
      throw new CodecException(
          type.getName()
              + " is nested more than "
              + Codec.MAX_DEPTH
              + " deep, as what contains itself is: send it as a list, with indices as links");
    }
    switch (plan.kind >> 4) {
      case 0 -> Scalars.writePrimitive(this, plan.kind, value);
      case 1 -> Scalars.write(this, plan.kind, value);
      case 2 -> Times.write(this, plan.kind, value);
      case 3 -> Bulk.write(this, plan.kind, value);
      case 4 -> Lists.write(this, plan.kind, value);
      case 5 -> Maps.write(this, plan.kind, value);
      case 6 -> special(plan, value);
      default -> throw plan.cannotBeSent();
    }
    depth--;
  }

  private void special(Plan plan, Object value) throws CodecException {
    switch (plan.kind) {
      case Tag.RECORD -> record(plan, value);
      case Tag.ENUM -> {
        tag(Tag.ENUM);
        Enum<?> constant = (Enum<?>) value;
        name(constant.getDeclaringClass());
        name(constant.name());
      }
      case Tag.THROWABLE -> new Throwables.Writer(this).write((Throwable) value);
      case Tag.LAMBDA -> lambda(plan, value);
      default -> Serialized.write(this, value);
    }
  }

  private void record(Plan plan, Object value) throws CodecException {
    RecordShape shape = plan.shape();
    @Nullable Object @Nullable [] taken = shape.take(value);
    tag(Tag.RECORD);
    name(plan);
    int size = shape.size();
    count(size);
    int i = 0;
    try {
      for (; i < size; i++) {
        write(taken == null ? shape.get(value, i) : taken[i]);
      }
    } catch (CodecException e) {
      throw e.in("." + shape.name(i));
    }
  }

  private void lambda(Plan plan, Object value) throws CodecException {
    if (plan.isBareLambda()) {
      tag(Tag.LAMBDA);
      name(plan);
      count(0);
      return;
    }
    if (capture == null) {
      capture = LambdaCapture.open();
    }
    LambdaCapture using = capture;
    capture = null; // one that captures a lambda needs another; one that fails is of no more use
    using.take(value, plan);
    @Nullable Object[] captured = using.captured();
    tag(Tag.LAMBDA);
    name(plan);
    count(captured.length);
    int i = 0;
    try {
      for (; i < captured.length; i++) {
        write(captured[i]);
      }
    } catch (CodecException e) {
      throw e.in(Blame.captured(value, plan.name(), i));
    }
    capture = using;
  }

  Codec codec() {
    return codec;
  }

  /** A string as a value. */
  void text(String value) throws CodecException {
    int length = value.length();
    if (length < SHORT_TEXT) {
      need(2 + length);
      byte[] to = bytes;
      int p = at + 2;
      int i = 0;
      for (; i < length; i++) {
        char c = value.charAt(i);
        if (c > 0xff) {
          break;
        }
        to[p + i] = (byte) c;
      }
      if (i == length) {
        to[at] = Tag.LATIN1;
        to[at + 1] = (byte) length;
        at = p + length;
        return;
      }
    }
    Scalars.writeLong(this, value);
  }

  /** A class as a name; after {@link #name(Plan)}. */
  void name(Class<?> type) throws CodecException {
    Plan plan = last;
    name(plan != null && plan.type == type ? plan : codec.plan(type));
  }

  /** What that class is known by; a lambda's is its shape. */
  void name(Plan plan) throws CodecException {
    for (int i = classCount - 1; i >= 0; i--) {
      if (classes[i] == plan) {
        count(classIndex[i]);
        return;
      }
    }
    newName(plan.name());
    if (classCount == classes.length) {
      classes = Arrays.copyOf(classes, 2 * classCount);
      classIndex = Arrays.copyOf(classIndex, 2 * classCount);
    }
    classes[classCount] = plan;
    classIndex[classCount++] = names;
  }

  /** Any other word that will come again. */
  void name(String word) throws CodecException {
    Integer known = texts.get(word);
    if (known != null) {
      count(known);
      return;
    }
    newName(word.getBytes(StandardCharsets.UTF_8));
    texts.put(word, names);
  }

  private void newName(byte[] utf) throws CodecException {
    count(0);
    count(utf.length);
    octets(utf, 0, utf.length);
    names++;
  }

  private CodecException failed(Throwable e, String root, int start, int known) {
    back(start, known);
    if (e instanceof CodecException told) {
      return told.in(root);
    }
    if (e instanceof VirtualMachineError fatal && !(e instanceof StackOverflowError)) {
      throw fatal;
    }
    // Of the user's: an iterator, an accessor. Or the caller's stack was nearly full.
    return new CodecException("taking it apart threw " + Throwables.text(e), e).in(root);
  }

  private void back(int start, int known) {
    at = start;
    forget(known);
  }

  private void forget(int known) {
    while (classCount > 0 && classIndex[classCount - 1] > known) {
      classes[--classCount] = null;
    }
    if (!texts.isEmpty()) {
      if (known == 0) {
        texts.clear();
      } else {
        texts.values().removeIf(index -> index > known);
      }
    }
    names = known;
  }
}
