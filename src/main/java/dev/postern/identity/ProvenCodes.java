package dev.postern.identity;

import dev.postern.identity.SignInRefused.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Codes as people bring them. Guesses are bounded like those of passwords, and counted apart from them. */
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

    /**
     * Uses the code up.
     *
     * @throws SignInRefused for {@link Reason#WRONG_CODE}, {@link Reason#THROTTLED} or {@link Reason#LOCKED}
     */
    public SecondFactors.Proof prove(User user, String code, @Nullable String address) {
        // a space is in no user's name, so this never meets what is counted of passwords; a name may be as long as the
        // column
        var counted = "code " + user.id();
        if (!throttle.admitsAddress(address) || !throttle.admitsAccount(counted))
            throw new SignInRefused(Reason.THROTTLED);
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
