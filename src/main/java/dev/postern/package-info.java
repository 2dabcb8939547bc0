/** The product's root: picks the command. Everything else lives in the modules below. */
@NullMarked
package dev.postern;

import org.jspecify.annotations.NullMarked;
