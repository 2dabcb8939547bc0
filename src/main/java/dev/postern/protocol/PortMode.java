package dev.postern.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a port session carries its bytes. Each end decides alone from the other's version; nobody notices if they differ, so the rules are exact. */
public enum PortMode {
    /** The stream is one TCP connection: SSH sessions, and forwarding when one end is old. */
    BASIC,
    /** The stream carries smux. */
    MULTIPLEXED,
    /** The stream carries smux, and either end ends it after a silence: old ends. */
    MULTIPLEXED_WITH_KEEP_ALIVE;

    private static final String FORWARDING = "LocalPortForwarding";

    /** For an agent that multiplexes, about its client. */
    public static PortMode atAgent(@Nullable JsonNode properties, AgentVersion clientVersion) {
        return of(properties, clientVersion.clientMultiplexesPorts(), clientVersion.clientNeedsNoMultiplexKeepAlive());
    }

    /** For a client that multiplexes, about its agent. */
    public static PortMode atClient(@Nullable JsonNode properties, AgentVersion agentVersion) {
        return of(properties, agentVersion.agentMultiplexesPorts(), agentVersion.agentNeedsNoMultiplexKeepAlive());
    }

    private static PortMode of(@Nullable JsonNode properties, boolean multiplexes, boolean needsNoKeepAlive) {
        var forwards =
                properties != null && properties.path("type").asString("").equals(FORWARDING);
        if (!forwards || !multiplexes) return BASIC;
        return needsNoKeepAlive ? MULTIPLEXED : MULTIPLEXED_WITH_KEEP_ALIVE;
    }
}
