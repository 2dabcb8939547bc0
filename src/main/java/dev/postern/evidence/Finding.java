package dev.postern.evidence;

import java.nio.file.Path;

/** What a file turned out to be. */
public sealed interface Finding {
    Path file();

    record Recording(Path file, ProvenRecording proven) implements Finding {}

    record Trail(Path file, ProvenTrail proven) implements Finding {}

    /**
     * Damaged, unreadable or signed by another.
     *
     * @param what the first thing that is wrong
     */
    record Broken(Path file, String what) implements Finding {}
}
