/**
 * Session documents, and the Command documents that run-command reads: the account's own with their versions, and the ones that come with Postern. Knows
 * what a document must be and what it asks of a start; starts nothing.
 */
@NullMarked
@NamedInterface("documents")
package dev.postern.session.documents;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
