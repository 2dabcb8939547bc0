package dev.postern.identity;

import dev.postern.identity.SignInRefused.Reason;
import org.springframework.stereotype.Component;

/**
 * Codes as people bring them. Guesses are bounded like those of passwords, and counted apart from them. Whoever brings one has given a password, is signed in or
 * has signed with a key, so strangers at the same address keep nobody from it; and who holds a key locks nobody out of the console.
 */
@Component
public final class ProvenCodes {
    private final SecondFactors factors;
    private final SignInThrottle throttle;
    private final Lockouts lockouts;

    ProvenCodes(SecondFactors factors, SignInThrottle throttle, Lockouts lockouts) {
        this.factors = factors;
        this.throttle = throttle;
        this.lockouts = lockouts;
    }

    /** By which door a code comes. */
    public enum Door {
        CONSOLE("code "),
        /** With a call that an access key signed. */
        KEY("code by key ");

        private final String counted;

        Door(String counted) {
            this.counted = counted;
        }
    }

    /**
     * Uses the code up.
     *
     * @throws SignInRefused for {@link Reason#WRONG_CODE}, {@link Reason#THROTTLED} or {@link Reason#LOCKED}
     */
    public SecondFactors.Proof prove(User user, String code, Door door) {
        // a space is in no user's name, so this never meets what is counted of passwords; a name may be as long as the
        // column
        var counted = door.counted + user.id();
        if (!throttle.admitsAccount(counted)) throw new SignInRefused(Reason.THROTTLED);
        if (lockouts.locked(counted)) throw new SignInRefused(Reason.LOCKED);
        var proof = factors.accept(user, code);
        if (proof.isEmpty()) {
            lockouts.failed(counted);
            throw new SignInRefused(Reason.WRONG_CODE);
        }
        lockouts.succeeded(counted);
        return proof.get();
    }
}
