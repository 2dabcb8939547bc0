package dev.postern.server;

import dev.postern.identity.SignedInBrowsers;
import dev.postern.identity.Succession;
import dev.postern.identity.UserDisabled;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Whoever is disabled or gone is signed out of every browser at once, and so is whoever had the name of somebody new. */
@Component
final class ShutOut {
    private final SignedInBrowsers browsers;

    ShutOut(SignedInBrowsers browsers) {
        this.browsers = browsers;
    }

    @EventListener
    void on(UserDisabled disabled) {
        browsers.signOut(disabled.name(), _ -> true);
    }

    @EventListener
    void on(Succession succession) {
        if (succession.kind() == Succession.Kind.USER) browsers.signOut(succession.name(), _ -> true);
    }
}
