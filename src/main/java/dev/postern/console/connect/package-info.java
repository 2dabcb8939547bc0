/** The other ways to connect: a session by a document of one's choice, and the form that asks for its parameters. */
@NullMarked
package dev.postern.console.connect;

import org.jspecify.annotations.NullMarked;
