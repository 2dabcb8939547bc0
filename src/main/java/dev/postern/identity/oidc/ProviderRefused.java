package dev.postern.identity.oidc;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/** A sign-in by the identity provider, or a step-up, that did not happen; says no more to the person than {@link Reason} does. */
public final class ProviderRefused extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** The sign-in page is told the name, in lower case, and has a text for each. */
    public enum Reason {
        /** The provider does not answer, or what it says of itself is of no use. */
        SILENT,
        /** Its answer is not one to a question of this browser, or came too late. */
        LATE,
        /** The person, or the provider, broke it off. */
        CANCELLED,
        /** What it says is not to be believed: a signature, an issuer, a nonce that is wrong, or a token beyond all bounds. */
        UNBELIEVED,
        /** It knows them, and they may not be here: disabled, or in no group that may. */
        OUTSIDE,
        /** They did not prove anew who they are, or are somebody else. */
        STEP_UP
    }

    ProviderRefused(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Forgets the request: it holds the code, and refusals are kept in the session. */
    @Override
    public void setAuthenticationRequest(@Nullable Authentication request) {}
}
