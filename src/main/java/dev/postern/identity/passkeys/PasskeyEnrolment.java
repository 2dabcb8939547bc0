package dev.postern.identity.passkeys;

import com.webauthn4j.util.exception.WebAuthnException;
import dev.postern.identity.SignInWays;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.passkeys.PasskeyRefused.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.stereotype.Component;

/** How a user comes by a passkey: the browser is asked to have one made, and what it answers is checked before it counts. */
@Component
public final class PasskeyEnrolment {
    /** As long as the browser itself waits. */
    static final Duration LIFE = Duration.ofMinutes(5);

    private final RelyingParty party;
    private final StoredPasskeys passkeys;
    private final SignInWays ways;
    private final Users users;
    private final Clock clock;

    PasskeyEnrolment(RelyingParty party, StoredPasskeys passkeys, SignInWays ways, Users users, Clock clock) {
        this.party = party;
        this.passkeys = passkeys;
        this.ways = ways;
        this.users = users;
        this.clock = clock;
    }

    /** One question to one user's browser. It is answered once, within five minutes. */
    public final class Begun {
        private final User user;
        private final PublicKeyCredentialCreationOptions options;
        private final Instant until;
        private final AtomicBoolean answered = new AtomicBoolean();

        private Begun(User user, PublicKeyCredentialCreationOptions options) {
            this.user = user;
            this.options = options;
            this.until = clock.instant().plus(LIFE);
        }

        /** What {@code PublicKeyCredential.parseCreationOptionsFromJSON} takes. */
        public String question() {
            return PasskeyJson.written(options);
        }

        /**
         * From now on they may sign in with it.
         *
         * @param answer what the browser's credential says of itself by {@code toJSON}
         * @throws PasskeyRefused where it is not believed, or too late
         * @throws PasskeysExhausted where they have as many as one may
         * @throws IllegalArgumentException says what a name is
         */
        public void finish(String answer, String name) {
            var label = Passkey.name(name);
            if (answered.getAndSet(true) || !clock.instant().isBefore(until)) {
                throw new PasskeyRefused(Reason.LATE, "asked for too long ago, or answered before");
            }
            var made = PasskeyJson.made(answer);
            try {
                party.with(passkeys.newOf(user))
                        .registerCredential(new ImmutableRelyingPartyRegistrationRequest(
                                options, new RelyingPartyPublicKey(made, label)));
            } catch (WebAuthnException | IllegalArgumentException | DuplicateKeyException notBelieved) {
                throw new PasskeyRefused(Reason.WRONG, String.valueOf(notBelieved.getMessage()));
            }
        }
    }

    /** Whether there can be any here: browsers take them at the console's address, and people may sign in without a provider. */
    public boolean offered() {
        return ways.passwords() && party.reachable();
    }

    /** Whether they may have one: it stands beside a password of ours. */
    public boolean isFor(User user) {
        return offered() && users.hasPassword(user.name());
    }

    /** @throws PasskeysExhausted where they have as many as one may */
    public Begun begin(User user) {
        if (passkeys.of(user).size() >= Passkeys.MOST_PER_USER) throw new PasskeysExhausted(user.name());
        var present =
                UsernamePasswordAuthenticationToken.authenticated(user.name(), null, AuthorityUtils.NO_AUTHORITIES);
        return new Begun(
                user,
                party.with(passkeys.newOf(user))
                        .createPublicKeyCredentialCreationOptions(
                                new ImmutablePublicKeyCredentialCreationOptionsRequest(present)));
    }
}
