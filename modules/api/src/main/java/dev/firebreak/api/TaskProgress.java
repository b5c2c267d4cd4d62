package dev.firebreak.api;

/**
 * What {@link WorkContext#progress} tells; it comes as a message of the task.
 *
 * @param done so much is done
 * @param total of so much; 0 where that is not known
 */
public record TaskProgress(long done, long total) {}
