package dev.postern.session.documents;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A document by its name, with all its versions.
 *
 * @param provided came with Postern: has one version and neither changes nor goes
 * @param shown the version that is used where none is asked for
 * @param latest number of the newest version there is
 * @param targetType kinds of resources it is meant for, e.g. {@code /AWS::EC2::Instance}; empty where nobody said
 * @param createdAt null for what came with Postern
 */
public record Document(
        String name,
        DocumentType type,
        boolean provided,
        DocumentVersion shown,
        int latest,
        String targetType,
        SortedMap<String, String> tags,
        @Nullable Instant createdAt,
        String createdBy) {
    public Document {
        tags = new TreeMap<>(tags);
    }

    /** Number of the version that is used where none is asked for. */
    public int defaultVersion() {
        return shown.number();
    }
}
