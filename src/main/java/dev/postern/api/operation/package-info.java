/**
 * What every operation of this face is made of: the input it may trust, who may call it, its answer or its error. Knows no HTTP, and
 * none of the operations.
 */
@NullMarked
package dev.postern.api.operation;

import org.jspecify.annotations.NullMarked;
