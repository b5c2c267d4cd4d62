package dev.firebreak.api;

/**
 * One process of a child. A child is known by all of it, never by its name or pid alone: both are
 * used again.
 *
 * @param path the names from the outermost supervisor to the child, joined by slashes
 * @param generation 1 for its first process, one more with each further one
 * @param pid the process; 0 where none was created
 * @param started when the process started, in clock ticks since the machine's boot; 0 if unknown
 */
public record ChildId(String path, int generation, long pid, long started) {
  /** The child's own name. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** For people: {@code web#3 pid 4711}. */
  @Override
  public String toString() {
    return path + "#" + generation + (pid == 0 ? "" : " pid " + pid);
  }
}
