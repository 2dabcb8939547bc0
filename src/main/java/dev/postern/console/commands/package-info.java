/** Run Command: a document on many nodes, and what came of it while it runs. */
@NullMarked
package dev.postern.console.commands;

import org.jspecify.annotations.NullMarked;
