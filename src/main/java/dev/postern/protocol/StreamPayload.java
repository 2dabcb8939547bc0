package dev.postern.protocol;

import java.nio.ByteBuffer;

/** Something to send down a stream: what {@link OutgoingStream#offer} takes. */
public record StreamPayload(int type, ByteBuffer bytes) {}
