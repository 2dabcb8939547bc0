package dev.postern.playback;

import org.jspecify.annotations.Nullable;

/**
 * Something that was asked of a shell.
 *
 * @param ms since the start, when it was sent off
 * @param endMs when the shell was ready again; null while it runs, or where that was not seen
 * @param exit null where it is not known
 * @param guess found by the look of the prompt, and not told by the shell
 */
public record RenderedCommand(
        long ms,
        @Nullable Long endMs,
        String text,
        @Nullable Integer exit,
        boolean guess) {}
