package dev.postern.console.keys;

import dev.postern.access.AccessRequest;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.keys.KmsRefused;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What is done to keys from the console: as whoever is signed in, and what the keys refuse is said to them. */
final class KeyDeeds {
    private final Acting acting;
    private final Caller caller;

    KeyDeeds(Acting acting, Caller caller) {
        this.acting = acting;
        this.caller = caller;
    }

    boolean may(String action, String arn) {
        return acting.may(caller, action, arn);
    }

    <T> Optional<T> perform(String action, String arn, Supplier<T> effect) {
        return perform(AccessRequest.of(caller, action, arn), effect);
    }

    private <T> Optional<T> perform(AccessRequest request, Supplier<T> effect) {
        try {
            return acting.perform(request, effect);
        } catch (KmsRefused refused) {
            Notices.problem(Texts.text("problem.rule", refused.text()));
            return Optional.empty();
        }
    }

    boolean run(String action, String arn, Runnable effect) {
        return run(action, arn, Map.of(), effect);
    }

    /** @param facts for the trail */
    boolean run(String action, String arn, Map<String, String> facts, Runnable effect) {
        return run(request(action, arn).with(facts), effect);
    }

    AccessRequest request(String action, String arn) {
        return AccessRequest.of(caller, action, arn);
    }

    boolean run(AccessRequest request, Runnable effect) {
        return perform(request, () -> {
                    effect.run();
                    return true;
                })
                .isPresent();
    }
}
