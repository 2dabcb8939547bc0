package dev.postern.identity;

import org.springframework.stereotype.Component;

/** Which ways into the console there are beside an identity provider's. A link from the server's machine always is one. */
@Component
public final class SignInWays {
    private final SignInSettings settings;

    SignInWays(SignInSettings settings) {
        this.settings = settings;
    }

    /** Whether passwords are taken. */
    public boolean passwords() {
        return settings.passwords();
    }
}
