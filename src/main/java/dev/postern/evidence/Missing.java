package dev.postern.evidence;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Something that should be among the files, and is not. */
public sealed interface Missing {
    /** Sessions have numbers without gaps: these are neither recorded here nor does the trail say why not. */
    record Numbers(long first, long last) implements Missing {}

    /**
     * The trail says that this session ended, and nobody has its recording.
     *
     * @param entry of the trail
     */
    record Recording(String session, @Nullable Long number, long entry) implements Missing {}

    /** There is a recording of this session, and not the one that the trail knows. */
    record Another(String session, long entry, Path file) implements Missing {}

    /** Two recordings that should be one. */
    record Twice(Path one, Path other, long number) implements Missing {}

    /** Between two pieces of the trail. */
    record Entries(long first, long last) implements Missing {}

    /** A piece of the trail that does not go on where the one before it ends. */
    record Continuation(Path file, long entry) implements Missing {}
}
