package dev.postern.identity;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param triesPerMinute tries of one account, and tries from one address, before the next has to wait
 * @param passwords whether anybody signs in by a password; without, by an identity provider, and by a link from the server's machine
 */
@ConfigurationProperties("postern.sign-in")
record SignInSettings(
        @DefaultValue("10") int triesPerMinute,
        @DefaultValue("true") boolean passwords) {
    SignInSettings {
        if (triesPerMinute < 1 || triesPerMinute > 10_000) {
            throw new IllegalArgumentException(
                    "postern.sign-in.tries-per-minute must be 1 to 10,000, not " + triesPerMinute);
        }
    }
}
