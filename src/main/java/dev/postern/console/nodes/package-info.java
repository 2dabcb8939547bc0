/** The nodes one may reach, and each node's own page. */
@NullMarked
package dev.postern.console.nodes;

import org.jspecify.annotations.NullMarked;
