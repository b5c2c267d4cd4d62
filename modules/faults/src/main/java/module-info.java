import org.jspecify.annotations.NullMarked;

/**
 * The fault catalogue: what can go wrong in a JVM, each in a class of its own, and the truth that a
 * verdict is held against. Runs in the JVM that it harms. Knows nothing of who watches.
 */
@NullMarked
module dev.firebreak.faults {
  requires static org.jspecify;
  requires transitive dev.firebreak.census; // whose work the faults are to harm

  exports dev.firebreak.faults to
      dev.firebreak.lab,
      dev.firebreak.launcher;
}
