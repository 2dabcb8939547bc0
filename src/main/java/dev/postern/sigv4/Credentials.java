package dev.postern.sigv4;

import org.jspecify.annotations.Nullable;

/** An access key with its secret; temporary ones come with a session token. Prints without the secret. */
public record Credentials(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken) {

    public Credentials {
        if (accessKeyId.isBlank() || secretAccessKey.isEmpty())
            throw new IllegalArgumentException("credentials need an access key id and a secret");
    }

    /** A long-term key, which has no session token. */
    public static Credentials longTerm(String accessKeyId, String secretAccessKey) {
        return new Credentials(accessKeyId, secretAccessKey, null);
    }

    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + (sessionToken == null ? "" : ", temporary") + "]";
    }
}
