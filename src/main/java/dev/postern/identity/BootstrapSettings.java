package dev.postern.identity;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** What the first start is given instead of making it up; blank is the same as not given. First start only. */
@ConfigurationProperties("postern.bootstrap")
record BootstrapSettings(
        @Nullable String adminPassword,
        @Nullable String accessKeyId,
        @Nullable String secretAccessKey) {
    BootstrapSettings {
        adminPassword = blankIsNull(adminPassword);
        accessKeyId = blankIsNull(accessKeyId);
        secretAccessKey = blankIsNull(secretAccessKey);
        if ((accessKeyId == null) != (secretAccessKey == null)) {
            throw new IllegalArgumentException("postern.bootstrap.access-key-id and postern.bootstrap.secret-access-key"
                    + " go together: give both or none");
        }
    }

    private static @Nullable String blankIsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
