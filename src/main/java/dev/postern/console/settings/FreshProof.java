package dev.postern.console.settings;

import dev.postern.console.shell.Notices;
import dev.postern.console.shell.StepUpLink;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import java.time.Instant;

/**
 * A proof by more than one factor, here and just now. Who has a second factor changes what they have only with one: else a stolen password, or a page that
 * was left open, would be enough to give its thief a factor of their own.
 */
final class FreshProof {
    private FreshProof() {}

    static boolean given(Caller caller, Instant now) {
        var assurance = caller.assurance();
        return assurance != null && assurance.isFresh(now);
    }

    /** Leads to where one gives it, and back. */
    static void ask() {
        Notices.problem(Texts.text("factor.fresh"), new StepUpLink());
    }
}
