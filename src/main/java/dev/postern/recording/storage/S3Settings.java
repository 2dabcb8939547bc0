package dev.postern.recording.storage;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bucket for recordings.
 *
 * @param endpoint of an S3 that is not AWS's; null for AWS's of the Region
 * @param region null for what the SDK finds in its environment
 * @param bucket must be there already
 * @param prefix what all keys begin with; ends with {@code /} unless it is empty
 * @param pathStyle whether the bucket is part of the path: what most of those that are not AWS's want
 * @param accessKeyId null for the SDK's own search: environment, web identity, the machine's role
 * @param kmsKey with which S3 encrypts what it stores (SSE-KMS); null for the bucket's own default. It is encrypted here before that
 * @param lock object lock: how hard it is to delete something too early. The bucket must be made with object lock
 * @param lockDays for how long, from when a file is stored
 */
@ConfigurationProperties("postern.recording.s3")
record S3Settings(
        @Nullable URI endpoint,
        @Nullable String region,
        @Nullable String bucket,
        @DefaultValue("") String prefix,
        @DefaultValue("false") boolean pathStyle,
        @Nullable String accessKeyId,
        @Nullable String secretAccessKey,
        @Nullable String kmsKey,
        @DefaultValue("none") Lock lock,
        @DefaultValue("0") int lockDays) {
    /** How hard it is to delete something too early. */
    enum Lock {
        NONE,
        /** For whoever may {@code s3:BypassGovernanceRetention}. */
        GOVERNANCE,
        /** Nobody can, AWS's root included. */
        COMPLIANCE
    }

    private static final int LONGEST_PREFIX = 512;

    S3Settings {
        if ((accessKeyId == null) != (secretAccessKey == null))
            throw new IllegalArgumentException(
                    "postern.recording.s3.access-key-id and postern.recording.s3.secret-access-key go together: give both or none");
        if (prefix.length() > LONGEST_PREFIX || prefix.startsWith("/") || (!prefix.isEmpty() && !prefix.endsWith("/")))
            throw new IllegalArgumentException(
                    "postern.recording.s3.prefix must end with / and not begin with it, and have at most "
                            + LONGEST_PREFIX + " characters, not: " + prefix);
        if ((lock == Lock.NONE) != (lockDays == 0) || lockDays < 0)
            throw new IllegalArgumentException(
                    "postern.recording.s3.lock and postern.recording.s3.lock-days go together: give governance or compliance and at least 1 day, or neither");
    }

    String bucketOrRefuse() {
        if (bucket == null || bucket.isBlank())
            throw new IllegalArgumentException(
                    "postern.recording.s3.bucket must be set where postern.recording.store is s3");
        return bucket;
    }
}
