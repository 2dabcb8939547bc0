package dev.postern.identity;

import dev.postern.identity.SignInRefused.Reason;
import org.springframework.stereotype.Component;

/**
 * A password that somebody who is signed in types once more, before what lets them in is changed: an open page alone must not be enough. It is no
 * sign-in and is not written as one. Guesses are bounded as at the sign-in and counted by themselves, as those of
 * {@link ProvenCodes codes} are: strangers who guess this password keep nobody from it who is in already.
 */
@Component
public final class ProvenPasswords {
    private final Users users;
    private final KeptPasswords kept;
    private final SignInThrottle throttle;
    private final Lockouts lockouts;
    private final SignInWays ways;
    private final SignInEvents events;

    ProvenPasswords(
            Users users,
            KeptPasswords kept,
            SignInThrottle throttle,
            Lockouts lockouts,
            SignInWays ways,
            SignInEvents events) {
        this.users = users;
        this.kept = kept;
        this.throttle = throttle;
        this.lockouts = lockouts;
        this.ways = ways;
        this.events = events;
    }

    /**
     * Right or wrong, it is in the trail before it counts.
     *
     * @throws SignInRefused for {@link Reason#WRONG}, {@link Reason#THROTTLED} or {@link Reason#LOCKED}
     */
    public void prove(Caller caller, String password) {
        try {
            compare(caller, password);
        } catch (SignInRefused refused) {
            events.passwordNotProven(caller, refused.reason() == Reason.WRONG ? "wrong password" : refused.because());
            throw refused;
        }
        events.passwordProven(caller);
    }

    private void compare(Caller caller, String password) {
        var user = users.find(caller.name()).filter(User::enabled).filter(_ -> ways.passwords());
        if (user.isEmpty()) throw new SignInRefused(Reason.WRONG);
        // as with codes: a space is in no user's name
        var counted = "password again " + user.get().id();
        if (!throttle.admitsAccount(counted)) throw new SignInRefused(Reason.THROTTLED);
        if (lockouts.locked(counted)) throw new SignInRefused(Reason.LOCKED);
        if (!kept.match(user.get().name(), password, KeptPasswords.Queue.KNOWN)) {
            lockouts.failed(counted);
            throw new SignInRefused(Reason.WRONG);
        }
        lockouts.succeeded(counted);
    }
}
