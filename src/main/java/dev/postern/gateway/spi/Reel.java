package dev.postern.gateway.spi;

import java.util.List;

/**
 * A piece of a tape.
 *
 * @param next where to read on
 */
public record Reel(List<Happening> happenings, Place next) {
    public Reel {
        happenings = List.copyOf(happenings);
    }
}
