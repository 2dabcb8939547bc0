package dev.postern.session.documents;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a document, without its text: that may be 64 KB, and there may be a thousand.
 *
 * @param number from 1; the number of a deleted version never comes again
 * @param versionName empty where it has none
 * @param displayName empty where it has none
 * @param sha256 of the text, in hex
 * @param createdAt null for what came with Postern
 */
public record DocumentVersion(
        String document,
        int number,
        String versionName,
        String displayName,
        DocumentFormat format,
        String sha256,
        Outline outline,
        @Nullable Instant createdAt,
        String createdBy) {}
