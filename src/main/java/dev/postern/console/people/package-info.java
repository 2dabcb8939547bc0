/** Users and groups: who they are, what they have, where that leads, and what can be done about it. */
@NullMarked
package dev.postern.console.people;

import org.jspecify.annotations.NullMarked;
