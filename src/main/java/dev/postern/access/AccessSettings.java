package dev.postern.access;

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
 */
@ConfigurationProperties("postern.access")
public record AccessSettings(
        @DefaultValue({}) List<Resource> guardRails,
        @DefaultValue("true") boolean requireDocument,
        @DefaultValue("true") boolean sessionArnAliases) {
    public AccessSettings {
        guardRails = List.copyOf(guardRails);
    }
}
