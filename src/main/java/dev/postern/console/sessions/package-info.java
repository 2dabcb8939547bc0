/** Sessions, live and past, and the page a terminal runs in. */
@NullMarked
package dev.postern.console.sessions;

import org.jspecify.annotations.NullMarked;
