package dev.firebreak.link;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A throwable of the other JVM that cannot be rebuilt as the class that it was.
 *
 * @param type its class
 * @param text its {@code toString()} as it was there
 * @param stack where it was thrown there; empty where the sender left it out
 * @param cause rebuilt, or a stand-in as well
 * @param suppressed each rebuilt, or a stand-in as well
 */
@SuppressWarnings("ArrayRecordComponent") // as Throwable has it
public record RemoteThrowable(
    String type,
    @Nullable String message,
    String text,
    StackTraceElement[] stack,
    @Nullable Throwable cause,
    List<Throwable> suppressed) {}
