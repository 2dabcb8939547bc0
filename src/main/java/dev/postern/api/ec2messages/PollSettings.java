package dev.postern.api.ec2messages;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param poll how long an empty GetMessages is held: an answer within a second makes agents sleep and ask again, and after 20 s they
 *     hang up (protocol.md §1.5)
 */
@ConfigurationProperties("postern.api")
record PollSettings(@DefaultValue("15s") Duration poll) {
    private static final Duration LONGEST = Duration.ofSeconds(18);

    PollSettings {
        if (poll.isNegative() || poll.compareTo(LONGEST) > 0)
            throw new IllegalArgumentException("postern.api.poll must be 0 to 18 s, not: " + poll);
    }
}
