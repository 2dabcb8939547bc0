package dev.postern.agent;

import dev.postern.sigv4.Credentials;
import java.time.Duration;
import java.time.Instant;

/** The credentials a node signs its calls with, for a while. */
record RoleToken(Credentials credentials, Instant retrieved, Instant expires, boolean wantsNewKey) {

    /** Half of the life that was left when it came, as the stock agent does. */
    Instant refreshAt() {
        return retrieved.plus(Duration.between(retrieved, expires).dividedBy(2));
    }
}
