/** The whole product, from outside: the built jar in its own processes, a real Chromium, real shells. */
@NullMarked
package dev.postern.e2e;

import org.jspecify.annotations.NullMarked;
