package dev.postern.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Who is behind a browser's call. Asks for the user each time (cached): one who was disabled is nobody at once. */
public interface Callers {
    /** From the security context and the request of this thread; empty when nobody is signed in, or no longer may be. */
    Optional<Caller> current();

    /** The same for an authentication kept from before, e.g. by a socket. */
    Optional<Caller> of(@Nullable Authentication authentication, @Nullable String address);
}
