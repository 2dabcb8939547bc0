/**
 * Passkeys of local users: made in the settings, and by themselves enough to sign in. Spring Security and webauthn4j speak WebAuthn and check what
 * authenticators say; what is here says whose a passkey is, how many there may be, and where this console is.
 */
@NullMarked
@NamedInterface("passkeys")
package dev.postern.identity.passkeys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
