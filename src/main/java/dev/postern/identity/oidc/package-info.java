/**
 * Sign-in by an identity provider: OpenID Connect, with Keycloak as the reference. Spring Security speaks the protocol; what is here says whom the
 * provider's word makes a user, what of it is believed, and what its goodbye ends.
 */
@NullMarked
@NamedInterface("oidc")
package dev.postern.identity.oidc;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
