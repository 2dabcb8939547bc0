/** Roles, for those who may make them: what one may be for a while, and who may. */
@NullMarked
package dev.postern.console.roles;

import org.jspecify.annotations.NullMarked;
