/** The audit log, for those who may read it. */
@NullMarked
package dev.postern.console.trail;

import org.jspecify.annotations.NullMarked;
