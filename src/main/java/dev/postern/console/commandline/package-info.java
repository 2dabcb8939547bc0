/** Everything AWS's own command line needs to work here, to copy. */
@NullMarked
package dev.postern.console.commandline;

import org.jspecify.annotations.NullMarked;
