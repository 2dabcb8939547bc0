package dev.postern.evidence;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** What a number of files prove together. */
public record Verdict(List<Finding> findings, List<Missing> missing, List<Note> notes) {
    public Verdict {
        findings = List.copyOf(findings);
        missing = List.copyOf(missing);
        notes = List.copyOf(notes);
    }

    /** Whether every byte is what was sealed, and nothing is missing. */
    public boolean proven() {
        return missing.isEmpty() && findings.stream().noneMatch(Finding.Broken.class::isInstance);
    }

    /** Fingerprints of all keys that something here is signed with. */
    public SequencedSet<String> signers() {
        var signers = new LinkedHashSet<String>();
        for (var finding : findings)
            switch (finding) {
                case Finding.Recording recording ->
                    signers.add(recording.proven().signer());
                case Finding.Trail trail -> signers.addAll(trail.proven().signers());
                case Finding.Broken _ -> {}
            }
        return signers;
    }
}
