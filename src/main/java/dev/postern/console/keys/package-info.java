/** KMS keys, for those who may see them. */
@NullMarked
package dev.postern.console.keys;

import org.jspecify.annotations.NullMarked;
