package dev.postern.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/** A sign-in that did not happen; says no more to the person than {@link Reason} does. */
public final class SignInRefused extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient @Nullable String secondStep;

    public enum Reason {
        /** The name, the password or the link is wrong, or the user is disabled: which, nobody learns. */
        WRONG("signin.wrong"),
        /** Too many tries of this account or address; it is worth trying again in a minute. */
        THROTTLED("signin.throttled"),
        /** Too many failures in a row; the account opens again by itself. */
        LOCKED("signin.locked"),
        /** The password is right, and this user is asked for a code as well: {@link SignInRefused#secondStep}. */
        SECOND_FACTOR("signin.code"),
        /** The code is wrong, or was used before. */
        WRONG_CODE("signin.code.wrong"),
        /** The password has to be typed again: the code took too long. */
        LATE("signin.code.late");

        private final String messageKey;

        Reason(String messageKey) {
            this.messageKey = messageKey;
        }

        /** Key of the text in the message bundle. */
        public String messageKey() {
            return messageKey;
        }
    }

    SignInRefused(Reason reason) {
        this(reason, null);
    }

    private SignInRefused(Reason reason, @Nullable String secondStep) {
        super(reason.messageKey());
        this.reason = reason;
        this.secondStep = secondStep;
    }

    static SignInRefused untilTheCode(String secondStep) {
        return new SignInRefused(Reason.SECOND_FACTOR, secondStep);
    }

    /** What the browser brings with the code ({@link SecondStep#cookie}); null where there is no second step. */
    public @Nullable String secondStep() {
        return secondStep;
    }

    public Reason reason() {
        return reason;
    }

    /** For the trail, of a password. */
    String because() {
        return switch (reason) {
            case WRONG -> "wrong user name or password";
            case THROTTLED -> "too many tries";
            case LOCKED -> "the account is locked";
            case SECOND_FACTOR, WRONG_CODE, LATE -> throw new IllegalStateException("no answer to a password");
        };
    }

    /**
     * Forgets the request: Spring Security puts it, typed password included, into every refusal, and refusals into the
     * browser session, which is kept in the database.
     */
    @Override
    public void setAuthenticationRequest(@Nullable Authentication request) {}
}
