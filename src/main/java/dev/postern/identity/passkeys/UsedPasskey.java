package dev.postern.identity.passkeys;

import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import dev.postern.identity.LocalSignIn;
import dev.postern.identity.SignInDetails;
import dev.postern.identity.SignInEvents;
import dev.postern.identity.User;
import dev.postern.identity.passkeys.PasskeyRefused.Reason;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.stereotype.Component;

/** Says who somebody is by a passkey: at the sign-in, and once more of whoever is signed in. Refusals are {@link PasskeyRefused}, and all alike. */
@Component
class UsedPasskey {
    private static final String METHOD = "passkey";

    private final RelyingParty party;
    private final StoredPasskeys passkeys;
    private final PasskeyOwners owners;
    private final LocalSignIn signIn;
    private final SignInEvents events;

    UsedPasskey(
            RelyingParty party,
            StoredPasskeys passkeys,
            PasskeyOwners owners,
            LocalSignIn signIn,
            SignInEvents events) {
        this.party = party;
        this.passkeys = passkeys;
        this.owners = owners;
        this.signIn = signIn;
        this.events = events;
    }

    /** Of who is signed in, their own passkeys are asked for; of a stranger any, so that they learn of nobody's. */
    PublicKeyCredentialRequestOptions question() {
        var present = signIn.present()
                .map(user -> UsernamePasswordAuthenticationToken.authenticated(
                        user.name(), null, AuthorityUtils.NO_AUTHORITIES));
        return party.with(passkeys.used())
                .createCredentialRequestOptions(
                        new ImmutablePublicKeyCredentialRequestOptionsRequest(present.orElse(null)));
    }

    /**
     * @param asked what this browser was asked
     * @param again whether somebody who is signed in proves themselves once more
     */
    Authentication authenticate(
            Optional<PublicKeyCredentialRequestOptions> asked, String answer, boolean again, SignInDetails details) {
        var present = again ? signIn.present() : Optional.<User>empty();
        var claimed = Optional.<User>empty();
        try {
            if (again && present.isEmpty()) throw new PasskeyRefused(Reason.LATE, "nobody is signed in");
            var options = asked.orElseThrow(
                    () -> new PasskeyRefused(Reason.LATE, "asked for too long ago, or answered before"));
            var used = PasskeyJson.used(answer);
            claimed = owner(used);
            var user = claimed.filter(signIn::admits)
                    .orElseThrow(() ->
                            new PasskeyRefused(Reason.WRONG, "the passkey is unknown, or its user may not come in"));
            if (again && !user.id().equals(present.get().id()))
                throw new PasskeyRefused(Reason.WRONG, "another user's passkey");
            prove(options, used, user);
            return again ? signIn.onceMore(user, METHOD, details) : signIn.begin(user, METHOD, Map.of(), details);
        } catch (PasskeyRefused refused) {
            throw told(refused, again ? present : claimed, again, details);
        }
    }

    /** Whose it would be: nothing is proven yet. */
    private Optional<User> owner(PublicKeyCredential<AuthenticatorAssertionResponse> used) {
        var kept = passkeys.used().findByCredentialId(used.getRawId());
        return kept == null ? Optional.empty() : owners.of(kept.getUserEntityUserId());
    }

    private void prove(
            PublicKeyCredentialRequestOptions options,
            PublicKeyCredential<AuthenticatorAssertionResponse> used,
            User user) {
        Bytes handle = used.getResponse().getUserHandle();
        if (handle != null && !handle.equals(PasskeyOwners.handle(user)))
            throw new PasskeyRefused(Reason.WRONG, "it names another user");
        try {
            party.with(passkeys.used()).authenticate(new RelyingPartyAuthenticationRequest(options, used));
        } catch (MaliciousCounterValueException copied) {
            throw StoredPasskeys.copied();
        } catch (WebAuthnException | IllegalArgumentException notBelieved) {
            throw new PasskeyRefused(Reason.WRONG, "it was not proven");
        }
    }

    /** In the trail, as other refusals; and wrong ones are counted, since each costs work. */
    private PasskeyRefused told(PasskeyRefused refused, Optional<User> whose, boolean again, SignInDetails details) {
        var address = details.getRemoteAddress();
        var throttled = refused.reason() == Reason.WRONG && !signIn.hears(address);
        var said = throttled ? new PasskeyRefused(Reason.THROTTLED, "too many tries") : refused;
        if (again) events.notSteppedUp(whose.orElse(null), address, said.what());
        else events.denied(whose.map(User::name).orElse(""), METHOD, address, said.what());
        return said;
    }
}
