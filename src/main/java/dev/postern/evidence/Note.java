package dev.postern.evidence;

import org.jspecify.annotations.Nullable;

/** Something an auditor should know that is no fault. */
public sealed interface Note {
    /** @param why as the trail says: {@code encrypted}, {@code expired}, {@code port} or other words */
    record Unrecorded(String session, @Nullable Long number, String why) implements Note {}

    /** The trail that is here does not say that it ended. */
    record Running(String session, @Nullable Long number) implements Note {}

    /** Sessions that ended before sessions had numbers and recordings. */
    record Unnumbered(long sessions) implements Note {}

    /** There is a recording, and the trail that is here does not speak of its session. */
    record Untold(String session) implements Note {}

    /** The trail goes on from here; what was before is not among the files. */
    record BeginsAt(long entry) implements Note {}

    /** Nothing was looked for that is not among the files, for want of recordings or because they are a selection. */
    record NotLookedFor() implements Note {}
}
