package dev.postern.identity;

import java.util.function.Predicate;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Whoever is disabled or gone is signed out of every browser at once, and so is whoever had the name of somebody new. */
@Component
final class ShutOut {
    private static final Predicate<Authentication> EVERYWHERE = _ -> true;

    private final SignedInBrowsers browsers;

    ShutOut(SignedInBrowsers browsers) {
        this.browsers = browsers;
    }

    @EventListener
    void on(UserDisabled disabled) {
        browsers.signOut(disabled.name(), EVERYWHERE);
    }

    @EventListener
    void on(Succession succession) {
        if (succession.kind() == Succession.Kind.USER) browsers.signOut(succession.name(), EVERYWHERE);
    }
}
