package dev.firebreak.images;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What the cache holds of one image.
 *
 * @param key its name in the cache
 * @param home its folder
 * @param modules the JDK's modules in it
 * @param keyed the JVM flags that it was made for
 * @param bytes how much room it takes
 * @param built when it was built
 * @param used when it was last asked for
 * @param jdk the build of the JDK that it came from
 * @param fault why it cannot be used and will be built again; empty if it is usable
 * @param inUse whether a running process holds it
 */
public record Cached(
    String key,
    Path home,
    SortedSet<String> modules,
    List<String> keyed,
    long bytes,
    Instant built,
    Instant used,
    String jdk,
    Optional<String> fault,
    boolean inUse) {}
