package dev.firebreak.bench;

/** How rows name the JVM flags of their children. */
final class Flags {
  private Flags() {}

  /** A {@code ChildSpec} that says nothing about its JVM; the row's own process list shows all. */
  static final String DEFAULT = "default set";
}
