package dev.firebreak.census;

/**
 * How large a module is, told by its directory alone.
 *
 * @param module its name
 * @param classes how many class files it has
 * @param bytes how large they are together: the best cheap guess of the work
 */
public record Extent(String module, int classes, long bytes) {}
