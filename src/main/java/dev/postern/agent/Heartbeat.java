package dev.postern.agent;

import dev.postern.protocol.AgentVersion;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells the server what this machine is: a short form first, then all of it every five minutes, as protocol.md §1.5. */
final class Heartbeat {

    static final String AGENT_NAME = "postern-agent";
    static final AgentVersion VERSION = AgentVersion.POSTERN_AGENT;

    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(15);
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final Endpoint endpoint;
    private final RoleTokens tokens;
    private final String instanceId;
    private final AgentSettings settings;
    private final ControlChannel control;

    Heartbeat(Endpoint endpoint, RoleTokens tokens, String instanceId, AgentSettings settings, ControlChannel control) {
        this.endpoint = endpoint;
        this.tokens = tokens;
        this.instanceId = instanceId;
        this.settings = settings;
        this.control = control;
    }

    /** Beats for ever; ends by interruption. */
    void run() {
        boolean introduced = false;
        try {
            while (true) {
                var facts = PlatformFacts.ofThisMachine(settings.endpoint());
                if (!introduced) introduced = beat(introduction(instanceId, facts));
                boolean told = introduced && beat(full(instanceId, facts, settings.name(), control.isConnected()));
                Thread.sleep(told ? EVERY : AFTER_A_FAILURE);
            }
        } catch (InterruptedException _) {
            // the agent stops
        }
    }

    private boolean beat(ObjectNode facts) throws InterruptedException {
        var credentials = tokens.current();
        try {
            endpoint.heartbeat(credentials, facts);
            return true;
        } catch (CallRefused refusal) {
            if (refusal.isAboutCredentials()) tokens.refused(credentials);
            log.atWarn()
                    .addKeyValue("cause", String.valueOf(refusal.getMessage()))
                    .log("heartbeat refused");
        } catch (IOException unreachable) {
            log.atDebug().addKeyValue("cause", unreachable.toString()).log("heartbeat not sent");
        }
        return false;
    }

    static ObjectNode introduction(String instanceId, PlatformFacts facts) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("AgentName", AGENT_NAME)
                .put("AgentVersion", VERSION.toString())
                .put("InstanceId", instanceId)
                .put("PlatformType", facts.type());
    }

    static ObjectNode full(String instanceId, PlatformFacts facts, @Nullable String name, boolean connected) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("AgentName", AGENT_NAME)
                .put("AgentStatus", "Active")
                .put("AgentVersion", VERSION.toString())
                .put("AvailabilityZone", "")
                .put("AvailabilityZoneId", "")
                .put("ComputerName", name == null ? facts.hostName() : name)
                .put("IPAddress", facts.address())
                .put("InstanceId", instanceId)
                .put("PlatformName", facts.name())
                .put("PlatformType", facts.type())
                .put("PlatformVersion", facts.version())
                .put("SSMConnectionChannel", connected ? "ssmmessages" : "");
    }
}
