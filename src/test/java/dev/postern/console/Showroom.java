package dev.postern.console;

import dev.postern.identity.Caller;
import dev.postern.identity.SignInLinks;
import dev.postern.identity.Users;
import dev.postern.inventory.Activations;
import dev.postern.inventory.Activations.Registered.Accepted;
import dev.postern.inventory.Facts;
import dev.postern.inventory.Nodes;
import dev.postern.session.documents.DocumentFormat;
import dev.postern.session.documents.DocumentType;
import dev.postern.session.documents.Documents;
import dev.postern.session.documents.VersionChoice;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * A full house to look at: profile {@code showroom} registers a fleet that nobody runs, and prints a way in for an administrator and for
 * {@code mira}, who is none.
 */
@Component
@Profile("showroom")
class Showroom {
    private static final int FLEET = 200;
    private static final int RSA_BITS = 2_048;
    private static final String[] SERVICES = {"web", "api", "db", "queue", "cache", "build"};
    private static final String[] PLACES = {"fra", "iad", "nrt"};
    private static final String[][] PLATFORMS = {
        {"Linux", "Debian GNU/Linux", "12"},
        {"Linux", "Amazon Linux", "2023"},
        {"Linux", "Ubuntu", "24.04"},
        {"Windows", "Microsoft Windows Server 2022 Datacenter", "10.0.20348"},
        {"MacOS", "macOS", "15.3"}
    };

    private static final String FOLLOW_LOG = """
            schemaVersion: '1.0'
            description: Follows a log of the web shop.
            sessionType: InteractiveCommands
            parameters:
              log:
                type: String
                description: The log to follow, below /var/log.
                default: /var/log/shop/access.log
                allowedPattern: ^/var/log/[a-z0-9/.-]{1,80}$
              stream:
                type: String
                description: Which of the two shops.
                default: staging
                allowedValues: [staging, prod]
            properties:
              linux:
                # read only: nothing typed into it reaches a shell
                commands: tail -f '{{ log }}'
                runAsElevated: true
            """;

    private static final String DISK_REPORT = """
            schemaVersion: '1.0'
            description: How full the disks are.
            sessionType: NonInteractiveCommands
            properties:
              linux:
                commands: df -h
            """;

    private final Activations activations;
    private final Nodes nodes;
    private final Users users;
    private final SignInLinks links;
    private final Documents documents;

    Showroom(Activations activations, Nodes nodes, Users users, SignInLinks links, Documents documents) {
        this.activations = activations;
        this.nodes = nodes;
        this.users = users;
        this.links = links;
        this.documents = documents;
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void write(ApplicationReadyEvent event) {
        var admin = users.callerFor(users.find("admin").orElseThrow(), "192.0.2.7");
        if (documents.find("Follow-Log").isPresent()) return;
        create(admin, "Disk-Report", DISK_REPORT);
        create(admin, "Follow-Log", FOLLOW_LOG);
        for (var line : List.of("-n 100 -f", "-n 1000 -F")) {
            documents.update(
                    admin,
                    new Documents.NewVersion(
                            "Follow-Log",
                            VersionChoice.LATEST,
                            DocumentFormat.YAML,
                            FOLLOW_LOG.replace("-f", line),
                            "",
                            "",
                            ""));
        }
        documents.makeDefault(admin, "Follow-Log", new VersionChoice.Numbered(2));
    }

    private void create(Caller admin, String name, String text) {
        documents.create(
                admin,
                new Documents.NewDocument(
                        name, DocumentType.SESSION, DocumentFormat.YAML, text, "", "", "", Map.of("team", "platform")));
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void letIn(ApplicationReadyEvent event) {
        if (users.find("mira").isEmpty()) {
            users.create("mira", UUID.randomUUID().toString(), Set.of("engineers"));
        }
        for (var name : List.of("admin", "mira")) {
            for (var device : List.of("wide", "phone")) {
                System.out.println("showroom " + name + " " + device + " " + links.issue(name, SignInLinks.LIFE));
            }
        }
    }

    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void furnish(ApplicationReadyEvent event) throws NoSuchAlgorithmException {
        if (nodes.all().size() >= FLEET) return;
        var rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(RSA_BITS);
        var key = rsa.generateKeyPair().getPublic().getEncoded();
        var made = activations.create(
                new Activations.Wanted("The fleet", "", "PosternNode", FLEET + 5, null, Map.of()), "postern:system");
        activations.create(
                new Activations.Wanted("db-7, replacement", "db-7", "PosternNode", 1, null, Map.of()),
                "postern:system");
        for (int at = 0; at < FLEET; at++) {
            var registration = new Activations.Registration(
                    made.activation().id(), made.code(), UUID.randomUUID().toString(), key);
            if (activations.register(registration) instanceof Accepted(var node)) furnish(node, at);
        }
    }

    private void furnish(dev.postern.inventory.NodeId node, int at) {
        var name = SERVICES[at % SERVICES.length] + "-" + PLACES[at % PLACES.length] + "-" + (at / SERVICES.length + 1);
        var platform = PLATFORMS[at % PLATFORMS.length];
        var tags = new TreeMap<>(
                Map.of("service", SERVICES[at % SERVICES.length], "env", at % 4 == 0 ? "prod" : "staging"));
        if (at % 5 == 0) tags.put("team", "platform");
        nodes.tag(node, tags);
        nodes.rename(node, name);
        if (at % 11 == 0) return;
        nodes.heartbeat(
                node,
                new Facts(
                        name,
                        "10.20." + at / 200 + "." + (at % 200 + 10),
                        platform[0],
                        platform[1],
                        platform[2],
                        "amazon-ssm-agent",
                        "3.3.987.0"));
        nodes.connected(node, "3.3.987.0");
        if (at % 7 == 0) nodes.disconnected(node);
    }
}
