package dev.postern.identity.passkeys;

import java.net.URI;

/** Where the console is, as far as the server itself knows: a proxy in front of it needs {@code postern.identity.passkeys.origins}. */
@FunctionalInterface
public interface ConsoleOrigin {
    /** Scheme, host and port. Known once the console listens. */
    URI url();
}
