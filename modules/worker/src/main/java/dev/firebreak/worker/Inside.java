package dev.firebreak.worker;

import dev.firebreak.link.Board;
import java.io.FileDescriptor;
import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;

/**
 * What the JDK exports to nobody and to this module by flags of the image:
 *
 * <pre>
 * --add-exports=java.base/jdk.internal.access=dev.firebreak.worker
 * --add-exports=java.base/jdk.internal.misc=dev.firebreak.worker
 * </pre>
 *
 * Without the flags, or in a JDK that has changed these, each method throws a {@link LinkageError},
 * and the caller has another, slower way.
 */
final class Inside {
  private static final int NESTMATE = 1;
  private static final int HIDDEN = 2;
  private static final int STRONG = 4;

  private Inside() {}

  /**
   * Defines and initializes a hidden class that may call all that its host may. What
   * Lookup.defineHiddenClass does in the end, without the class file API that it reads the bytes
   * with: in a JVM this young that costs as much as what it is to save.
   */
  static void define(Class<?> host, String name, byte[] bytes) {
    SharedSecrets.getJavaLangAccess()
        .defineClass(
            host.getClassLoader(),
            host,
            name,
            bytes,
            host.getProtectionDomain(),
            true,
            NESTMATE | HIDDEN | STRONG,
            null);
  }

  /** A buffer over memory that is never given back. */
  static ByteBuffer memory(long address, int size) {
    return SharedSecrets.getJavaNioAccess().newDirectByteBuffer(address, size);
  }

  /** Cells of memory outside of the heap; a variable handle would cost a young JVM much more. */
  static Board.Cells cells(ByteBuffer memory) {
    Unsafe unsafe = Unsafe.getUnsafe();
    return new MemoryCells(
        unsafe, unsafe.getLong(memory, unsafe.objectFieldOffset(Buffer.class, "address")));
  }

  private static final class MemoryCells implements Board.Cells {
    private final Unsafe unsafe;
    private final long base;

    MemoryCells(Unsafe unsafe, long base) {
      this.unsafe = unsafe;
      this.base = base;
    }

    @Override
    public long get(int offset) {
      return unsafe.getLongVolatile(null, base + offset);
    }

    @Override
    public void set(int offset, long value) {
      unsafe.putLongVolatile(null, base + offset, value);
    }

    @Override
    public boolean replace(int offset, long expected, long value) {
      return unsafe.compareAndSetLong(null, base + offset, expected, value);
    }
  }

  /** A descriptor that this process was born with; opening it by a path starts a cleaner thread. */
  static FileDescriptor inherited(int number) {
    FileDescriptor descriptor = new FileDescriptor();
    SharedSecrets.getJavaIOFileDescriptorAccess().set(descriptor, number);
    return descriptor;
  }

  /**
   * Denies native access to all that it was not granted to, unless this JVM was told what to do by
   * its own flag. That flag, {@code --illegal-native-access=deny}, does the same, but turns the
   * archived module graph off, and the linked classes with it: 40 ms of a modular child's start.
   *
   * @return whether native access is denied, or allowed by the flag
   */
  static boolean denyNativeAccess() {
    try {
      Class<?> boot = Class.forName("jdk.internal.module.ModuleBootstrap");
      Field field = boot.getDeclaredField("ILLEGAL_NATIVE_ACCESS");
      Unsafe memory = Unsafe.getUnsafe();
      Object base = memory.staticFieldBase(field);
      long offset = memory.staticFieldOffset(field);
      Object now = memory.getReference(base, offset);
      if (constant(memory, field.getType(), "WARN").equals(now)) {
        memory.putReferenceVolatile(base, offset, constant(memory, field.getType(), "DENY"));
      }
      return true;
    } catch (ReflectiveOperationException e) {
      return false; // another JDK: the caller says what to do there
    }
  }

  private static Object constant(Unsafe memory, Class<?> type, String name)
      throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    return memory.getReference(memory.staticFieldBase(field), memory.staticFieldOffset(field));
  }
}
