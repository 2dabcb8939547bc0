package dev.postern.identity.oidc;

import java.util.Locale;

/** A claim that becomes a tag of the user, {@code aws:PrincipalTag/key} in policies. */
record ClaimedTag(String claim, String key) {
    private static final int LONGEST_KEY = 128;

    /** @param setting {@code claim} or {@code claim=key} */
    static ClaimedTag of(String setting) {
        int equals = setting.indexOf('=');
        var claim = (equals < 0 ? setting : setting.substring(0, equals)).strip();
        var key = (equals < 0 ? setting : setting.substring(equals + 1)).strip();
        // as IAM has it for the keys of tags
        if (claim.isEmpty()
                || key.length() > LONGEST_KEY
                || !key.matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+")
                || key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw new IllegalArgumentException(
                    "postern.oidc.tags lists claims, or claim=Key with a key of letters, digits, spaces and _ . : / = + - @"
                            + " that does not begin with aws:, not: " + setting);
        }
        return new ClaimedTag(claim, key);
    }
}
