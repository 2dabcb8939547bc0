/** Roles, whom they trust, and the temporary credentials by which one acts in them, or as oneself for a while. */
@NullMarked
@NamedInterface("roles")
package dev.postern.identity.roles;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
