package dev.postern.trail;

import org.jspecify.annotations.Nullable;

/**
 * Who did it, as the trail writes it down.
 *
 * @param arn the principal's ARN; for the server itself {@code postern:system}, for nobody known {@code anonymous}
 * @param address where the call came from (IP text), if it came from outside
 */
public record Actor(String arn, String name, @Nullable String address) {
    public static final Actor SYSTEM = new Actor("postern:system", "Postern", null);

    public static Actor anonymous(@Nullable String address) {
        return new Actor("anonymous", "anonymous", address);
    }
}
