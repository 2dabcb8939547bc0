package dev.postern.access;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * How policies are asked.
 *
 * @param guardRails files with policies of the organisation: one of them must allow, whatever principals have, and what one denies nobody may.
 *     None is no limit. They are files, so nobody takes them away from within
 * @param requireDocument whether who names no document must be allowed the default one; false for policies written before AWS asked for it
 * @param sessionArnAliases whether a session is also called by its owner's {@code aws:userid}, as AWS's samples write it; false is AWS's own
 *     behaviour to the letter
 * @param history how long decisions are remembered, in whole days, for drafts of policies to be tried on; 0 is not at all
 */
@ConfigurationProperties("postern.access")
public record AccessSettings(
        @DefaultValue({}) List<Resource> guardRails,
        @DefaultValue("true") boolean requireDocument,
        @DefaultValue("true") boolean sessionArnAliases,
        @DefaultValue("90d") Duration history) {
    /** In days: each of them may have {@link HistoryRecords#MOST_A_DAY} rows. */
    private static final int LONGEST_HISTORY = 400;

    public AccessSettings {
        if (history.isNegative()
                || history.toDays() > LONGEST_HISTORY
                || !history.equals(Duration.ofDays(history.toDays())))
            throw new IllegalArgumentException("postern.access.history must be whole days, 0d to " + LONGEST_HISTORY
                    + "d, 0d for no history, not: " + history);
        guardRails = List.copyOf(guardRails);
    }
}
