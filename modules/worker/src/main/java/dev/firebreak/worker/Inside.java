package dev.firebreak.worker;

import java.io.FileDescriptor;
import jdk.internal.access.SharedSecrets;

/**
 * What the JDK exports to nobody and to this module by a flag of the image:
 *
 * <pre>--add-exports=java.base/jdk.internal.access=dev.firebreak.worker</pre>
 *
 * Without the flag, or in a JDK that has changed these, each method throws a {@link LinkageError},
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

  /** A descriptor that this process was born with; opening it by a path starts a cleaner thread. */
  static FileDescriptor inherited(int number) {
    FileDescriptor descriptor = new FileDescriptor();
    SharedSecrets.getJavaIOFileDescriptorAccess().set(descriptor, number);
    return descriptor;
  }
}
