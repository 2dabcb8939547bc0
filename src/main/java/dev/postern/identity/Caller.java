package dev.postern.identity;

import dev.postern.trail.Actor;
import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated principal behind one call.
 *
 * @param arn e.g. {@code arn:aws:iam::000000000000:user/admin}
 * @param name the user's name
 * @param accessKeyId the key that signed, null for a browser sign-in
 * @param address where the call came from, IP text
 */
public record Caller(
        String arn,
        String name,
        Set<String> groups,
        @Nullable String accessKeyId,
        @Nullable String address) implements Serializable {
    public static final String ADMINISTRATORS = "administrators";

    public Caller {
        groups = Set.copyOf(groups);
    }

    public boolean administrator() {
        return groups.contains(ADMINISTRATORS);
    }

    public Actor actor() {
        return new Actor(arn, name, address);
    }
}
