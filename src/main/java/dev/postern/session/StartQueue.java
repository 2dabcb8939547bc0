package dev.postern.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Whose turn it is to start. Each fleet has a line of its own: so many of its sessions are starting at once, and so many wait, first come first
 * served. Knows no time, and of a session only its id; not for two threads at once.
 */
final class StartQueue {
    enum Place {
        STARTS,
        WAITS,
        /** As many wait as may: it was not taken in. */
        NONE
    }

    private final int mostWaiting;
    private final Map<String, Line> lines = new HashMap<>();
    private final Map<SessionId, Line> within = new HashMap<>();

    private static final class Line {
        final Set<SessionId> starting = new HashSet<>();
        final SequencedSet<SessionId> waiting = new LinkedHashSet<>();
        int mostStarting;

        boolean hasRoom() {
            return starting.size() < mostStarting;
        }
    }

    /** @param mostWaiting of one fleet */
    StartQueue(int mostWaiting) {
        this.mostWaiting = mostWaiting;
    }

    /** @param mostStarting how many the fleet takes at once, as of now */
    Place enter(SessionId id, String fleet, int mostStarting) {
        var line = lines.computeIfAbsent(fleet, _ -> new Line());
        line.mostStarting = mostStarting;
        var starts = line.hasRoom() && line.waiting.isEmpty();
        if (!starts && line.waiting.size() >= mostWaiting) return Place.NONE;
        within.put(id, line);
        if (starts) line.starting.add(id);
        else line.waiting.add(id);
        return starts ? Place.STARTS : Place.WAITS;
    }

    /** It starts no more, or waits no more: answers whose turn has come by that. Who is not in the queue may leave it. */
    List<SessionId> leave(SessionId id) {
        var line = within.remove(id);
        if (line == null) return List.of();
        line.starting.remove(id);
        line.waiting.remove(id);
        var due = new ArrayList<SessionId>();
        while (line.hasRoom() && !line.waiting.isEmpty()) {
            var next = line.waiting.removeFirst();
            line.starting.add(next);
            due.add(next);
        }
        return due;
    }

    boolean isStarting(SessionId id) {
        var line = within.get(id);
        return line != null && line.starting.contains(id);
    }

    /** Of each that waits, how many wait before it. */
    Map<SessionId, Integer> before() {
        var before = new HashMap<SessionId, Integer>();
        for (var line : lines.values()) {
            var place = 0;
            for (var id : line.waiting) before.put(id, place++);
        }
        return before;
    }

    int starting() {
        return lines.values().stream().mapToInt(line -> line.starting.size()).sum();
    }

    int waiting() {
        return within.size() - starting();
    }
}
