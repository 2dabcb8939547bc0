/** How new nodes come in. */
@NullMarked
package dev.postern.console.activations;

import org.jspecify.annotations.NullMarked;
