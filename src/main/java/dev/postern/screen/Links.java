package dev.postern.screen;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The addresses that text on the screens leads to. At most {@value #MOST} at a time: text beyond that is text without a link. */
final class Links {
    private static final int MOST = 512;
    private static final int LONGEST = 2048;

    private final @Nullable Link[] links = new Link[MOST + 1];
    private int next = 1;

    record Link(String id, String address) {}

    @Nullable Link get(int number) {
        return links[number];
    }

    /** @return the link's number, 0 if there is no room */
    int number(String id, String address, Display display) {
        if (id.length() + address.length() > LONGEST) return 0;
        var link = new Link(id, address);
        // the same id and address are one link, and without an id it may as well be
        for (var at = 1; at < next; at++) {
            if (link.equals(links[at])) return at;
        }
        if (next <= MOST) {
            links[next] = link;
            return next++;
        }
        var used = display.linksInUse();
        var free = 0;
        for (var at = MOST; at > 0; at--) {
            if (!used.get(at)) {
                links[at] = null;
                free = at;
            }
        }
        if (free > 0) links[free] = link;
        return free;
    }

    static void collect(Grid grid, BitSet into) {
        for (var row : grid.all()) {
            for (var x = 0; x < row.columns(); x++) into.set(row.link(x));
        }
    }
}
