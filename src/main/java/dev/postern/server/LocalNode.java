package dev.postern.server;

import dev.postern.agent.Agent;
import dev.postern.agent.AgentSettings;
import dev.postern.identity.Account;
import dev.postern.inventory.Activations;
import dev.postern.inventory.ApiAddress;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The agent inside the server: a real one, which registers and dials the API port like any other. What is special is only that the
 * server makes its activation by itself. Its state lies in the home, so a restarted server is the same node.
 */
@Component
final class LocalNode implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LocalNode.class);
    /** It is used at once, or the machine is in trouble. */
    private static final Duration ACTIVATION_LIFE = Duration.ofMinutes(10);

    private final LocalNodeSettings settings;
    private final ConsoleAddress console;
    private final Home home;
    private final ApiAddress api;
    private final ApiCertificate certificate;
    private final Account account;
    private final Activations activations;
    private final Nodes nodes;
    private final Trail trail;
    private final Clock clock;
    private @Nullable Agent agent;

    LocalNode(
            LocalNodeSettings settings,
            ConsoleAddress console,
            Home home,
            ApiAddress api,
            ApiCertificate certificate,
            Account account,
            Activations activations,
            Nodes nodes,
            Trail trail,
            Clock clock) {
        this.settings = settings;
        this.console = console;
        this.home = home;
        this.api = api;
        this.certificate = certificate;
        this.account = account;
        this.activations = activations;
        this.nodes = nodes;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public boolean isAutoStartup() {
        return settings.enabled() == null ? console.loopbackOnly() : settings.enabled();
    }

    /** After the API's listener, which it dials. */
    @Override
    public int getPhase() {
        return ApiServer.PHASE + 1;
    }

    @Override
    public synchronized void start() {
        Path state = home.directory().resolve("local-node");
        try {
            agent = begin(state);
        } catch (IOException unusable) {
            // the console is worth having without it
            log.atError().addKeyValue("state", state).setCause(unusable).log("this machine is no node");
        }
    }

    @Override
    public synchronized void stop() {
        if (agent != null) {
            agent.close();
            agent = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return agent != null;
    }

    private Agent begin(Path state) throws IOException {
        AgentSettings known =
                AgentSettings.of(address(), state).inRegion(account.region()).trusting(certificate.anchors());
        var remembered = new Agent(known, clock);
        if (remembered
                .nodeId()
                .filter(id -> nodes.find(new NodeId(id)).isPresent())
                .isPresent()) {
            remembered.start();
            return remembered;
        }
        remembered.close();
        forget(state); // an identity that this database does not know, or no longer
        var fresh = new Agent(activated(known), clock);
        fresh.start();
        return fresh;
    }

    private URI address() {
        URI here = api.localUrl();
        return api.certifies(here.getHost()) ? here : api.url();
    }

    private AgentSettings activated(AgentSettings known) {
        var wanted = new Activations.Wanted(
                "The server's own machine", "", "local", 1, clock.instant().plus(ACTIVATION_LIFE), Map.of());
        trail.append(NewEntry.of("CreateActivation", Actor.SYSTEM, Outcome.ALLOWED)
                .on(account.any("activation/" + wanted.id()))
                .with("because", "the server's own machine becomes a node"));
        var created = activations.create(wanted, Actor.SYSTEM.arn());
        return known.registeringWith(created.activation().id(), created.code());
    }

    private static void forget(Path state) throws IOException {
        try (var files = Files.walk(state)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
