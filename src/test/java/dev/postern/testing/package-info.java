/** What tests share: databases, a clock moved by hand. */
@NullMarked
package dev.postern.testing;

import org.jspecify.annotations.NullMarked;
