package dev.postern.identity.roles;

import dev.postern.identity.Caller;
import dev.postern.identity.SessionTag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of web identity providers (OpenID Connect). */
public interface WebIdentities {
    /**
     * Somebody the provider vouches for, and what its token says of them.
     *
     * @param caller nobody here yet: who asks to be taken into a role
     */
    record WebIdentity(
            Caller caller,
            String issuer,
            String audience,
            String subject,
            @Nullable String sourceIdentity,
            List<SessionTag> tags) {
        public WebIdentity {
            tags = List.copyOf(tags);
        }
    }

    /**
     * Checks signature, issuer, audience and times. Whether the subject is one the role takes is decided at the gate.
     *
     * @param address where the call came from
     * @throws WebIdentityRefused says what is wrong with the token, or that the provider does not answer
     */
    WebIdentity verify(String token, WebIdentityProvider provider, @Nullable String address);
}
