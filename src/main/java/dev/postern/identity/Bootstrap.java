package dev.postern.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the first user of an empty server. */
public interface Bootstrap {
    /**
     * What the start-up lines print, once.
     *
     * @param generatedPassword null when the password was given by {@code postern.bootstrap.admin-password}
     * @param linkToken good for {@link SignInLinks#LIFE}
     * @param accessKeyId the access key that was given, if one was
     */
    record FirstStart(
            String user,
            @Nullable String generatedPassword,
            String linkToken,
            @Nullable String accessKeyId) {}

    /** Empty when there are users already. */
    Optional<FirstStart> run();
}
