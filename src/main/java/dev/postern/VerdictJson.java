package dev.postern;

import dev.postern.evidence.Finding;
import dev.postern.evidence.Missing;
import dev.postern.evidence.Note;
import dev.postern.evidence.ProvenRecording;
import dev.postern.evidence.ProvenTrail;
import dev.postern.evidence.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A verdict for machines; its names are listed in docs/verify.md. */
final class VerdictJson {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private VerdictJson() {}

    static String of(Verdict verdict) {
        return JSON.writeValueAsString(new Facts()
                .and("proven", verdict.proven())
                .and("files", verdict.findings().stream().map(VerdictJson::of).toList())
                .and("missing", verdict.missing().stream().map(VerdictJson::of).toList())
                .and("notes", verdict.notes().stream().map(VerdictJson::of).toList())
                .and("signers", verdict.signers()));
    }

    private static Map<String, Object> of(Finding finding) {
        return switch (finding) {
            case Finding.Recording(var file, var proven) -> recording(file.toString(), proven);
            case Finding.Trail(var file, var proven) -> trail(file.toString(), proven);
            case Finding.Broken(var file, var what) ->
                new Facts().and("file", file.toString()).and("proven", false).and("what", what);
        };
    }

    private static Map<String, Object> recording(String file, ProvenRecording recording) {
        return new Facts()
                .and("file", file)
                .and("proven", true)
                .and("kind", "recording")
                .and("session", recording.session())
                .and("number", recording.number())
                .and("state", recording.truncatedAt() == null ? "complete" : "truncated")
                .and("truncatedAtMs", recording.truncatedAt())
                .and("startedAt", recording.startedAt())
                .and("endedAt", recording.endedAt())
                .and("segments", recording.segments())
                .and("outputBytes", recording.outputBytes())
                .and("hash", recording.hash())
                .and("signer", recording.signer());
    }

    private static Map<String, Object> trail(String file, ProvenTrail trail) {
        return new Facts()
                .and("file", file)
                .and("proven", true)
                .and("kind", "trail")
                .and("first", trail.first())
                .and("last", trail.last())
                .and("from", trail.from())
                .and("to", trail.to())
                .and("checkpoints", trail.checkpoints())
                .and("hash", trail.hash())
                .and("signers", trail.signers());
    }

    private static Map<String, Object> of(Missing missing) {
        return switch (missing) {
            case Missing.Numbers(var first, var last) ->
                new Facts().and("is", "numbers").and("first", first).and("last", last);
            case Missing.Recording(var session, var number, var entry) ->
                new Facts()
                        .and("is", "recording")
                        .and("session", session)
                        .and("number", number)
                        .and("entry", entry);
            case Missing.Another(var session, var entry, var file) ->
                new Facts()
                        .and("is", "another")
                        .and("session", session)
                        .and("entry", entry)
                        .and("file", file.toString());
            case Missing.Twice(var one, var other, var number) ->
                new Facts()
                        .and("is", "twice")
                        .and("file", one.toString())
                        .and("other", other.toString())
                        .and("number", number);
            case Missing.Entries(var first, var last) ->
                new Facts().and("is", "entries").and("first", first).and("last", last);
            case Missing.Continuation(var file, var entry) ->
                new Facts()
                        .and("is", "continuation")
                        .and("file", file.toString())
                        .and("entry", entry);
        };
    }

    private static Map<String, Object> of(Note note) {
        return switch (note) {
            case Note.Unrecorded(var session, var number, var why) ->
                new Facts()
                        .and("is", "unrecorded")
                        .and("session", session)
                        .and("number", number)
                        .and("why", why);
            case Note.Running(var session, var number) ->
                new Facts().and("is", "running").and("session", session).and("number", number);
            case Note.Unnumbered(var sessions) ->
                new Facts().and("is", "unnumbered").and("sessions", sessions);
            case Note.Untold(var session) -> new Facts().and("is", "untold").and("session", session);
            case Note.BeginsAt(var entry) -> new Facts().and("is", "begins-at").and("entry", entry);
            case Note.NotLookedFor() -> new Facts().and("is", "not-looked-for");
        };
    }

    /** In order; what is null is left out. */
    private static final class Facts extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1L;

        Facts and(String name, @Nullable Object value) {
            if (value != null) put(name, value);
            return this;
        }
    }
}
