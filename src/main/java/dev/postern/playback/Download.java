package dev.postern.playback;

import java.io.IOException;
import java.io.OutputStream;

/** A recording that somebody takes with them. */
public record Download(String fileName, String mediaType, Content content) {
    /** Written as it goes out, a segment at a time. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
