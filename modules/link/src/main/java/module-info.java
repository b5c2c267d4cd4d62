import org.jspecify.annotations.NullMarked;

/**
 * What crosses between two JVMs: frames, the link that carries them, and the codec. Knows nothing
 * of tasks, restarts or processes.
 */
@NullMarked
module dev.firebreak.link {
  requires static org.jspecify;
}
