package dev.postern.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

@Component
final class RequestCallers implements Callers {
    private final Users users;

    RequestCallers(Users users) {
        this.users = users;
    }

    @Override
    public Optional<Caller> current() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null
                ? Optional.empty()
                : of(authentication, Addresses.of(authentication)).map(caller -> caller.by(approach()));
    }

    /** Of the request this thread serves. What it said at the sign-in it may not say now, and so nothing stands in for it. */
    private static @Nullable Approach approach() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? Approach.of(attributes.getRequest())
                : null;
    }

    @Override
    public Optional<Caller> of(@Nullable Authentication authentication, @Nullable String address) {
        if (authentication == null
                || authentication instanceof AnonymousAuthenticationToken
                || !authentication.isAuthenticated()) {
            return Optional.empty();
        }
        var assured = authentication.getPrincipal() instanceof Assured principal ? principal : null;
        return users.find(authentication.getName())
                .filter(User::enabled)
                .filter(user -> assured == null || assured.isOf(user))
                .map(user -> users.callerFor(user, address)
                        .assured(assured == null ? Assurance.SINGLE : assured.assurance()));
    }
}
