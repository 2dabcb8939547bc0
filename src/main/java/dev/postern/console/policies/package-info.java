/** The account's policies: which there are, what they say, who has them. */
@NullMarked
package dev.postern.console.policies;

import org.jspecify.annotations.NullMarked;
