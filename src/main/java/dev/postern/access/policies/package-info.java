/** The account's policies: managed with their versions, inline, boundaries, and what is attached to whom. */
@NullMarked
@NamedInterface("policies")
package dev.postern.access.policies;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
