package dev.postern.recording;

/**
 * The last segment of a live session, which grows.
 *
 * @param body as far as it is; not sealed yet
 */
record Tail(int number, long from, long to, long offset, long outputBytes, byte[] body) {}
