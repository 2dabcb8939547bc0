package dev.postern.commands;

import java.util.List;
import java.util.Optional;

/** Where Command documents come from. */
interface DocumentSource {
    /** By name, each in the version that counts. */
    List<CommandDocument> all();

    /**
     * @param version a number, {@code $LATEST} or {@code $DEFAULT}
     * @throws CommandRefused INVALID_DOCUMENT_VERSION for one the document does not have
     */
    Optional<CommandDocument> find(String name, String version);
}
