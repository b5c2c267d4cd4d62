package dev.firebreak.worker;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Maps a file into memory, for good.
 * <!-- For maintainers. FileChannel.map makes its first buffer by reflection, for which a young JVM
 * spins ten classes: 20 ms of CPU and more, beside the first tasks. The system call that it makes in
 * the end is one static method, which a nestmate may call. -->
 */
final class MappedFile {
  private static final String HOST = "sun.nio.ch.UnixFileDispatcherImpl";
  private static final String NAME = HOST + "$FirebreakMap";

  private MappedFile() {}

  static ByteBuffer map(String name, int size) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(name, "rw")) {
      ByteBuffer mapped = direct(file.getFD(), size);
      return mapped == null
          ? file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, size)
          : mapped;
    }
  }

  private static @Nullable ByteBuffer direct(FileDescriptor file, int size) {
    try {
      Class<?> host = Class.forName(HOST);
      Object map = Nestmate.make(host, NAME, assembly(size));
      if (map instanceof Function<?, ?> function) {
        @SuppressWarnings("unchecked") // it is what assembly wrote
        Function<Object, Object> typed = (Function<Object, Object>) function;
        return Inside.memory((Long) typed.apply(file), size);
      }
      return null;
    } catch (ClassNotFoundException | LinkageError e) {
      return null; // another JDK, or another system
    }
  }

  /** For {@code file -> map0(file, MAP_RW, 0, size, false)}, which may throw IOException. */
  private static Assembly assembly(int size) {
    Assembly to = Nestmate.begin(NAME.replace('.', '/'), Nestmate.FUNCTION);
    to.method(Modifier.PUBLIC, "apply", "(Ljava/lang/Object;)Ljava/lang/Object;");
    to.deep(8);
    to.load(1).cast("java/io/FileDescriptor").one(0x04).one(0x09);
    to.number(size).one(0x85).one(0x03);
    to.invokeStatic(HOST.replace('.', '/'), "map0", "(Ljava/io/FileDescriptor;IJJZ)J");
    to.invokeStatic("java/lang/Long", "valueOf", "(J)Ljava/lang/Long;").give();
    return to;
  }
}
