package dev.postern;

import dev.postern.evidence.Finding;
import dev.postern.evidence.Missing;
import dev.postern.evidence.Note;
import dev.postern.evidence.ProvenRecording;
import dev.postern.evidence.Verdict;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;

/** A verdict in plain words: a line per file, what is missing, what one should know, by whom it is signed, and the sum. */
final class VerdictText {
    private final ResourceBundle texts;
    private final boolean pinned;

    /** @param pinned whether the keys that may sign were named */
    VerdictText(ResourceBundle texts, boolean pinned) {
        this.texts = texts;
        this.pinned = pinned;
    }

    List<String> of(Verdict verdict) {
        var lines = new ArrayList<String>();
        verdict.findings().forEach(finding -> lines.add(of(finding)));
        verdict.missing().forEach(missing -> lines.add(of(missing)));
        verdict.notes().forEach(note -> lines.add(of(note)));
        lines.addAll(signers(verdict));
        lines.add(sum(verdict));
        return lines;
    }

    private String of(Finding finding) {
        return switch (finding) {
            case Finding.Recording(var file, var proven) ->
                text(
                        proven.truncatedAt() == null ? "recording.complete" : "recording.truncated",
                        file,
                        proven.session(),
                        proven.number(),
                        proven.startedAt(),
                        proven.segments(),
                        proven.outputBytes(),
                        truncation(proven));
            case Finding.Trail(var file, var proven) ->
                text("trail", file, proven.first(), proven.last(), proven.from(), proven.to(), proven.checkpoints());
            case Finding.Broken(var file, var what) -> text("broken", file, what);
        };
    }

    private static String truncation(ProvenRecording recording) {
        return recording.truncatedAt() == null ? "" : clock(Duration.ofMillis(recording.truncatedAt()));
    }

    static String clock(Duration time) {
        return "%02d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    private String of(Missing missing) {
        return switch (missing) {
            case Missing.Numbers(var first, var last) ->
                text(first == last ? "missing.number" : "missing.numbers", first, last);
            case Missing.Recording(var session, var number, var entry) ->
                number == null
                        ? text("missing.recording", session, entry)
                        : text("missing.recording.numbered", session, entry, number);
            case Missing.Another(var session, var entry, var file) -> text("missing.another", session, entry, file);
            case Missing.Twice(var one, var other, var number) -> text("missing.twice", one, other, number);
            case Missing.Entries(var first, var last) ->
                text(first == last ? "missing.entry" : "missing.entries", first, last);
            case Missing.Continuation(var file, var entry) -> text("missing.continuation", file, entry);
        };
    }

    private String of(Note note) {
        return switch (note) {
            case Note.Unrecorded(var session, var number, var why) ->
                number == null
                        ? text("note.unrecorded", session, reason(why))
                        : text("note.unrecorded.numbered", session, reason(why), number);
            case Note.Running(var session, var number) ->
                number == null ? text("note.running", session) : text("note.running.numbered", session, number);
            case Note.Unnumbered(var sessions) -> text("note.unnumbered", sessions);
            case Note.Untold(var session) -> text("note.untold", session);
            case Note.BeginsAt(var entry) -> text("note.begins", entry);
            case Note.NotLookedFor() -> text("note.not-looked-for");
        };
    }

    private String reason(String why) {
        var known = "note.unrecorded." + why;
        return texts.containsKey(known) ? texts.getString(known) : why;
    }

    private List<String> signers(Verdict verdict) {
        var signers = verdict.signers();
        if (signers.isEmpty()) return List.of(text("signer.none"));
        if (pinned) return List.of(text("signer.pinned"));
        if (signers.size() == 1) return List.of(text("signer.one", signers.getFirst()));
        var lines = new ArrayList<>(List.of(text("signer.many", signers.size())));
        signers.forEach(signer -> lines.add(text("signer.each", signer)));
        lines.add(text("signer.many.compare"));
        return lines;
    }

    private String sum(Verdict verdict) {
        var files = verdict.findings().size();
        var broken = verdict.findings().stream()
                .filter(Finding.Broken.class::isInstance)
                .count();
        var truncated = verdict.findings().stream()
                .filter(finding -> finding instanceof Finding.Recording recording
                        && recording.proven().truncatedAt() != null)
                .count();
        return text(
                "summary",
                files,
                files - broken,
                truncated,
                broken,
                verdict.missing().size());
    }

    /** Numbers without marks for thousands: they are compared with others. Names as they are, and no line of their own. */
    private String text(String key, Object... facts) {
        var plain = new Object[facts.length];
        for (var i = 0; i < facts.length; i++)
            plain[i] = facts[i].toString().replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        return MessageFormat.format(texts.getString(key), plain);
    }
}
