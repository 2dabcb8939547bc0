/** What sessions are like: documents, their versions, and the account's preferences. */
@NullMarked
package dev.postern.console.documents;

import org.jspecify.annotations.NullMarked;
