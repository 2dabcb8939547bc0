/** What a document asks for, as a form: the same one for sessions and for commands. */
@NullMarked
package dev.postern.console.parameters;

import org.jspecify.annotations.NullMarked;
