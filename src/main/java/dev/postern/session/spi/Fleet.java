package dev.postern.session.spi;

/**
 * Where a node belongs to, as far as its sessions' starts go: those of one fleet wait for each other, those of two fleets do not.
 *
 * @param startsAtOnce how many of its sessions may be starting at once, where it sets a limit below {@code postern.session.starting-at-once}
 */
public record Fleet(String name, int startsAtOnce) {
    /** The nodes that registered here: no limit but Postern's. */
    public static final Fleet OWN = new Fleet("own", Integer.MAX_VALUE);

    public Fleet {
        if (startsAtOnce < 1)
            throw new IllegalArgumentException("a fleet must take at least 1 start at once, not: " + startsAtOnce);
    }
}
