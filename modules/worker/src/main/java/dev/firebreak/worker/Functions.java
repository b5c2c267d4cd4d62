package dev.firebreak.worker;

import dev.firebreak.link.Board;
import dev.firebreak.link.Codec;
import dev.firebreak.link.CodecException;
import dev.firebreak.link.Decoder;
import dev.firebreak.link.Lambda;
import java.util.Arrays;
import java.util.HashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The functions that a worker was told, each decoded and linked when it is first called. Belongs to
 * the thread of the loop.
 */
final class Functions {
  /** More than any pool defines; a number above it is no number of one. */
  private static final int MOST = 1 << 24;

  private static final byte[] NONE = {};

  private final Codec.Types types;
  private final Decoder decoder;
  private final HashMap<
          Shape,
          @Nullable Function<
              Object, BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>>>
      bridges = new HashMap<>();
  private @Nullable Defined[] defined = new @Nullable Defined[16];

  Functions(Codec.Types types, Codec codec) {
    this.types = types;
    this.decoder = codec.decoder();
  }

  /** Remembers a function, or forgets it. */
  void define(int number, byte[] function) {
    if (number < 0 || number >= MOST) {
      throw new IllegalArgumentException("the function " + number);
    }
    if (number >= defined.length) {
      defined = Arrays.copyOf(defined, Math.max(number + 1, 2 * defined.length));
    }
    // An empty one takes it back.
    defined[number] = function.length == 0 ? null : new Defined(function);
  }

  boolean knows(int number) {
    return number >= 0 && number < defined.length && defined[number] != null;
  }

  /** The function of that number, for calls with so many arguments. */
  Callee get(int number, int arguments) throws Fault {
    Defined found = number >= 0 && number < defined.length ? defined[number] : null;
    if (found == null) {
      throw new Fault(
          Board.NOT_DECODED, new IllegalStateException("the function " + number + " is not here"));
    }
    Callee callee = found.callee;
    if (callee == null) {
      return link(found, arguments);
    }
    if (found.arguments != arguments) {
      throw new Fault(
          Board.NOT_DECODED,
          new IllegalStateException(
              "the function "
                  + number
                  + " is called with "
                  + arguments
                  + " arguments and was with "
                  + found.arguments));
    }
    return callee;
  }

  private Callee link(Defined found, int arguments) throws Fault {
    Fault known = found.unfit;
    if (known != null) {
      throw known;
    }
    try {
      Callee callee = read(found.bytes, 0, found.bytes.length, arguments);
      found.callee = callee;
      found.arguments = arguments;
      found.bytes = NONE; // what was captured may be large
      return callee;
    } catch (Fault e) {
      found.unfit = e;
      throw e;
    }
  }

  /** Decodes and links one. */
  Callee read(byte[] bytes, int from, int to, int arguments) throws Fault {
    Object function;
    try {
      function = decoder.of(bytes, from, to).function();
    } catch (CodecException e) {
      throw new Fault(missing(e) ? Board.NOT_LOADED : Board.NOT_DECODED, e);
    }
    Callee callee = function instanceof Lambda lambda ? bridged(lambda, arguments) : null;
    return callee == null ? plain(function, arguments) : callee;
  }

  /** By the interfaces that it has. */
  private Callee plain(Object function, int arguments) throws Fault {
    Object object = instance(function);
    Callee callee = Callee.of(object, arguments);
    if (callee == null) {
      throw new Fault(
          Board.NOT_DECODED,
          new ClassCastException(
              object.getClass().getName() + " is no function of " + arguments + " arguments"));
    }
    return callee;
  }

  /** A lambda by the JDK's way. */
  private final class Otherwise implements Callee.Bridged.Otherwise {
    private final Lambda lambda;
    private final int arguments;

    Otherwise(Lambda lambda, int arguments) {
      this.lambda = lambda;
      this.arguments = arguments;
    }

    @Override
    public Callee get() throws Fault {
      return plain(lambda, arguments);
    }
  }

  private Object instance(Object function) throws Fault {
    if (!(function instanceof Lambda lambda)) {
      return function;
    }
    try {
      return lambda.instance(types);
    } catch (CodecException e) {
      throw new Fault(missing(e) ? Board.NOT_LOADED : Board.NOT_DECODED, e);
    }
  }

  private @Nullable Callee bridged(Lambda lambda, int arguments) throws Fault {
    Function<Object, BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>> factory =
        bridge(lambda, arguments);
    if (factory == null) {
      return null;
    }
    try {
      return new Callee.Bridged(factory.apply(lambda.captured()), new Otherwise(lambda, arguments));
    } catch (ClassCastException | NullPointerException e) {
      throw new Fault(Board.NOT_DECODED, e);
    } catch (LinkageError e) {
      return null; // the JDK's way knows whether the class is at fault
    }
  }

  private @Nullable
      Function<Object, BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>>
      bridge(Lambda lambda, int arguments) throws Fault {
    Shape shape = new Shape(lambda);
    Function<Object, BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>> known =
        bridges.get(shape);
    if (known != null || bridges.containsKey(shape)) {
      return known;
    }
    Function<Object, BiFunction<@Nullable Object, @Nullable Object, @Nullable Object>> made = null;
    try {
      Class<?> host = types.load(lambda.capturingClass());
      // Of the user's, and might fail: for the items that call it, not in the midst of one.
      Class.forName(host.getName(), true, host.getClassLoader());
      boolean takes = Signature.of(lambda.functionalSignature()).parameters().length == arguments;
      if (takes) {
        boolean ofInterface = types.load(lambda.implClass()).isInterface();
        made = LambdaBridge.make(host, lambda, lambda.implKind(), ofInterface);
      }
    } catch (ClassNotFoundException | LinkageError e) {
      throw new Fault(Board.NOT_LOADED, e);
    } catch (CodecException | IllegalArgumentException e) {
      throw new Fault(Board.NOT_DECODED, e);
    }
    bridges.put(shape, made);
    return made;
  }

  private static boolean missing(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof ClassNotFoundException || cause instanceof LinkageError) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** A function's bytes, and what came of them. */
  private static final class Defined {
    byte[] bytes;
    int arguments;
    @Nullable Callee callee;
    @Nullable Fault unfit;

    Defined(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /** What lambdas of one place in the code have in common. */
  private static final class Shape {
    private final String host;
    private final String owner;
    private final String name;
    private final String signature;
    private final String type;
    private final String functional;

    Shape(Lambda lambda) {
      host = lambda.capturingClass();
      owner = lambda.implClass();
      name = lambda.implName();
      signature = lambda.implSignature();
      type = lambda.instantiatedType();
      functional = lambda.functionalSignature();
    }

    @Override
    public int hashCode() {
      return 31 * (31 * (31 * host.hashCode() + name.hashCode()) + owner.hashCode())
          + signature.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Shape it
          && host.equals(it.host)
          && name.equals(it.name)
          && owner.equals(it.owner)
          && signature.equals(it.signature)
          && type.equals(it.type)
          && functional.equals(it.functional);
    }
  }
}
