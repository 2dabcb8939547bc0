/** What every screen stands in: layout, sign-in, texts, times, live updates, and the way an effect is asked for. */
@NullMarked
package dev.postern.console.shell;

import org.jspecify.annotations.NullMarked;
