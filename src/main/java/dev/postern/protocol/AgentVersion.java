package dev.postern.protocol;

import java.util.Comparator;

/**
 * A version of either end, {@code a.b.c.d}. Each end chooses features from the other's version, so both must come to the same answer.
 *
 * <p>The stock plugin's comparison needs the same number of components, so it takes "3.3.0" for old. Read the same way here: what does not have
 * four numbers is {@link #UNKNOWN}, older than everything.
 */
public record AgentVersion(int major, int minor, int patch, int build) implements Comparable<AgentVersion> {
    /** Older than everything; also what an end without a handshake is. */
    public static final AgentVersion UNKNOWN = new AgentVersion(0, 0, 0, 0);

    /** What Postern's own agent reports where nothing else is configured: above all thresholds of the stock plugin. */
    public static final AgentVersion POSTERN_AGENT = new AgentVersion(3, 3, 0, 0);
    /** What Postern's own client ends report: the newest stock plugin seen on the wire, above all thresholds of the stock agent. */
    public static final AgentVersion POSTERN_CLIENT = new AgentVersion(1, 2, 650, 0);

    private static final AgentVersion BASIC_PORT_TERMINATE_FLAG = new AgentVersion(2, 3, 722, 0);
    private static final AgentVersion MULTIPLEXED_PORT = new AgentVersion(3, 0, 196, 0);
    private static final AgentVersion NO_MULTIPLEX_KEEP_ALIVE = new AgentVersion(3, 1, 1511, 0);
    private static final AgentVersion CLIENT_MULTIPLEXED_PORT = new AgentVersion(1, 1, 70, 0);
    private static final AgentVersion CLIENT_NO_MULTIPLEX_KEEP_ALIVE = new AgentVersion(1, 2, 331, 0);
    private static final AgentVersion CLIENT_SEPARATE_OUTPUT = new AgentVersion(1, 2, 295, 0);

    private static final int COMPONENTS = 4;
    private static final int MAX_DIGITS = 9;

    public AgentVersion {
        if (major < 0 || minor < 0 || patch < 0 || build < 0)
            throw new IllegalArgumentException("a negative version number");
    }

    /** Reads four numbers with dots between; anything else is {@link #UNKNOWN}. */
    public static AgentVersion parse(String text) {
        var numbers = new int[COMPONENTS];
        var parts = text.split("\\.", -1);
        if (parts.length != COMPONENTS) return UNKNOWN;
        for (var i = 0; i < COMPONENTS; i++) {
            if (!isNumber(parts[i])) return UNKNOWN;
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return new AgentVersion(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.length() <= MAX_DIGITS && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Asked by a client about the agent: does basic port forwarding know the TerminateSession flag? Else terminate by the API. */
    public boolean takesTerminateFlagInBasicPortMode() {
        return compareTo(BASIC_PORT_TERMINATE_FLAG) > 0;
    }

    /** Asked by a client about the agent: does it multiplex port forwarding? */
    public boolean agentMultiplexesPorts() {
        return compareTo(MULTIPLEXED_PORT) > 0;
    }

    /** Asked by a client about the agent: does it do without smux keep-alive? */
    public boolean agentNeedsNoMultiplexKeepAlive() {
        return compareTo(NO_MULTIPLEX_KEEP_ALIVE) > 0;
    }

    /** Asked by an agent about the client: does it multiplex port forwarding? */
    public boolean clientMultiplexesPorts() {
        return compareTo(CLIENT_MULTIPLEXED_PORT) >= 0;
    }

    /**
     * Asked by an agent about the client: does it read payloads beyond {@link SessionTask#STOCK_PAYLOAD}? The stock plugin does, and whoever says he
     * is as new; mmmorris1975/ssm-session-client, which has buffers of 1,536 and 2,048 bytes, says 0.0.1.
     */
    public boolean clientReadsLargePayloads() {
        return clientMultiplexesPorts();
    }

    /** Asked by an agent about the client: does it do without smux keep-alive? A plugin built from source says 1.2.0.0 and means no. */
    public boolean clientNeedsNoMultiplexKeepAlive() {
        return compareTo(CLIENT_NO_MULTIPLEX_KEEP_ALIVE) > 0;
    }

    /** Asked by an agent about the client: does it show separated output? Older ones are told to upgrade. */
    public boolean clientShowsSeparateOutput() {
        return compareTo(CLIENT_SEPARATE_OUTPUT) > 0;
    }

    @Override
    public int compareTo(AgentVersion other) {
        return ORDER.compare(this, other);
    }

    private static final Comparator<AgentVersion> ORDER = Comparator.comparingInt(AgentVersion::major)
            .thenComparingInt(AgentVersion::minor)
            .thenComparingInt(AgentVersion::patch)
            .thenComparingInt(AgentVersion::build);

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + "." + build;
    }
}
