package dev.postern.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What is missing among files that are proven one by one. */
final class Completeness {
    private final List<Missing> missing = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final Map<String, Finding.Recording> recordings = new LinkedHashMap<>();
    private final List<Finding.Trail> trails = new ArrayList<>();

    Completeness(List<Finding> findings, TrailSessions told, boolean selection) {
        for (var finding : findings)
            switch (finding) {
                case Finding.Recording recording -> add(recording);
                case Finding.Trail trail -> trails.add(trail);
                case Finding.Broken _ -> {}
            }
        joinTrails();
        sameNumbers();
        sessions(told, !selection && !recordings.isEmpty());
        if (!selection) numbers(told);
        if (selection || (recordings.isEmpty() && !told.all().isEmpty())) notes.add(new Note.NotLookedFor());
    }

    List<Missing> missing() {
        return missing;
    }

    List<Note> notes() {
        return notes;
    }

    private void add(Finding.Recording recording) {
        var before = recordings.putIfAbsent(recording.proven().session(), recording);
        if (before != null && !before.proven().hash().equals(recording.proven().hash())) twice(before, recording);
    }

    private void twice(Finding.Recording one, Finding.Recording other) {
        missing.add(new Missing.Twice(one.file(), other.file(), other.proven().number()));
    }

    private void joinTrails() {
        trails.sort(Comparator.comparingLong(trail -> trail.proven().first()));
        if (!trails.isEmpty() && trails.getFirst().proven().first() > 1)
            notes.add(new Note.BeginsAt(trails.getFirst().proven().first()));
        ProvenTrail before = null;
        for (var trail : trails) {
            var next = trail.proven();
            if (before != null && next.first() > before.last() + 1)
                missing.add(new Missing.Entries(before.last() + 1, next.first() - 1));
            if (before != null
                    && next.first() == before.last() + 1
                    && !next.before().equals(before.hash()))
                missing.add(new Missing.Continuation(trail.file(), next.first()));
            if (before == null || next.last() > before.last()) before = next;
        }
    }

    private void sameNumbers() {
        var byNumber = new HashMap<Long, Finding.Recording>();
        for (var recording : recordings.values()) {
            var before = byNumber.putIfAbsent(recording.proven().number(), recording);
            if (before != null) twice(before, recording);
        }
    }

    private void sessions(TrailSessions told, boolean all) {
        var unnumbered = 0L;
        for (var session : told.all().entrySet()) {
            var name = session.getKey();
            var said = session.getValue();
            var recording = recordings.get(name);
            if (recording != null) compare(name, said, recording);
            else if (said.unrecorded() != null) notes.add(new Note.Unrecorded(name, said.number(), said.unrecorded()));
            else if (!said.isOver()) notes.add(new Note.Running(name, said.number()));
            else if (told.isOlderThanNumbers(said)) unnumbered++;
            else if (all) missing.add(new Missing.Recording(name, said.number(), said.entry()));
        }
        if (unnumbered > 0) notes.add(new Note.Unnumbered(unnumbered));
        if (trails.isEmpty()) return;
        for (var session : recordings.keySet())
            if (!told.all().containsKey(session)) notes.add(new Note.Untold(session));
    }

    private void compare(String session, TrailSessions.Told said, Finding.Recording recording) {
        var proven = recording.proven();
        var same = (said.hash() == null || said.hash().equals(proven.hash()))
                && (said.number() == null || said.number() == proven.number());
        if (!same) missing.add(new Missing.Another(session, said.entry(), recording.file()));
    }

    /** Between the least and the greatest that anybody speaks of. */
    private void numbers(TrailSessions told) {
        if (recordings.isEmpty()) return;
        var known = new TreeSet<Long>();
        for (var recording : recordings.values()) known.add(recording.proven().number());
        for (var said : told.all().values()) if (said.number() != null) known.add(said.number());
        var before = known.getFirst();
        for (var number : known.tailSet(before, false)) {
            if (number > before + 1) missing.add(new Missing.Numbers(before + 1, number - 1));
            before = number;
        }
    }
}
