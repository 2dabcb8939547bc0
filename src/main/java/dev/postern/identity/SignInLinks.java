package dev.postern.identity;

import java.time.Duration;

/** Links that sign one user in, once, until they expire. The bean is also Spring Security's one-time-token service. */
public interface SignInLinks {
    Duration LIFE = Duration.ofMinutes(10);

    /** The link's token: unguessable, safe in a URL, kept only as a hash. IllegalArgumentException when there is no such user. */
    String issue(String user, Duration life);
}
