package dev.postern.playback;

/**
 * A line as it stood on the screen at last.
 *
 * @param ms since the start, when it first showed something
 * @param lastMs when it changed last
 * @param offset how many bytes of output had come by then
 */
public record RenderedLine(long ms, long lastMs, long offset, String text) {}
