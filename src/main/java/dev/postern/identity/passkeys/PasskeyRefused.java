package dev.postern.identity.passkeys;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/** A passkey that was not believed. The person learns {@link Reason}, the trail what was wrong. */
public final class PasskeyRefused extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public enum Reason {
        /** It is unknown, somebody else's, of a user who may not come in, or was not proven: which, nobody learns. */
        WRONG("passkey"),
        /** It was asked for too long ago, in another browser, or answered before. */
        LATE("passkey_late"),
        /** Too many wrong ones from this address; it is worth trying again in a minute. */
        THROTTLED("throttled");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** What the address of the sign-in page says, {@code ?error=…}. */
        public String word() {
            return word;
        }
    }

    /** @param what in a few words, for the trail */
    PasskeyRefused(Reason reason, String what) {
        super(what);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What was wrong, in a few words, for the trail and nobody else. */
    String what() {
        return String.valueOf(getMessage());
    }

    /** Forgets the request: refusals go into the browser session. */
    @Override
    public void setAuthenticationRequest(@Nullable Authentication request) {}
}
