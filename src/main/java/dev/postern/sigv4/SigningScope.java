package dev.postern.sigv4;

import java.util.Optional;

/**
 * What a signature is good for: one day, one Region, one service. Written {@code 20261122/us-east-1/ssm/aws4_request} on the wire.
 *
 * @param date the day in UTC, eight digits
 */
public record SigningScope(String date, String region, String service) {

    private static final String TERMINATOR = "aws4_request";

    public SigningScope {
        if (date.length() != 8 || !date.chars().allMatch(c -> c >= '0' && c <= '9'))
            throw new IllegalArgumentException("not a day as yyyymmdd: " + date);
        if (region.isEmpty() || service.isEmpty() || (region + service).indexOf('/') >= 0)
            throw new IllegalArgumentException("not a Region and a service: " + region + ", " + service);
    }

    /** Reads {@code date/region/service/aws4_request}; empty for anything else. */
    static Optional<SigningScope> parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 4 || !parts[3].equals(TERMINATOR)) return Optional.empty();
        try {
            return Optional.of(new SigningScope(parts[0], parts[1], parts[2]));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return date + "/" + region + "/" + service + "/" + TERMINATOR;
    }
}
