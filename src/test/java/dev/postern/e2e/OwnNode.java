package dev.postern.e2e;

import static org.awaitility.Awaitility.await;

import dev.postern.e2e.PosternProcess.Ports;
import dev.postern.testing.Api;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.PingStatus;

/** A server whose one node is an agent in a process of its own, both from the built jar, and the access key to them. */
final class OwnNode {
    static final String KEY_ID = "POSTERNTESTKEY000001";
    static final String SECRET = "no-secret-but-of-this-test-alone";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private OwnNode() {}

    static PosternProcess server(Path home, Ports ports, String... more) {
        var settings = new ArrayList<>(List.of(
                "--postern.local-node.enabled=false",
                "--postern.bootstrap.access-key-id=" + KEY_ID,
                "--postern.bootstrap.secret-access-key=" + SECRET));
        settings.addAll(List.of(more));
        return PosternProcess.server(home, ports, settings.toArray(String[]::new));
    }

    static Api api(Path home, Ports ports) {
        return new Api(URI.create("https://127.0.0.1:" + ports.api()), home.resolve("tls/ca.pem"), KEY_ID, SECRET);
    }

    static PosternProcess agent(Path directory, Api api, SsmClient ssm) {
        var activation = ssm.createActivation(request -> request.iamRole("any"));
        return PosternProcess.agent(
                directory,
                "--endpoint=" + api.endpoint(),
                "--ca=" + api.ca(),
                "--activation-id=" + activation.activationId(),
                "--activation-code=" + activation.activationCode(),
                "--state=" + directory.resolve("agent"));
    }

    /** The id of the node that is there, as soon as one is. */
    static String awaited(SsmClient ssm) {
        return await("a node")
                .atMost(PATIENCE)
                .until(
                        () -> ssm.describeInstanceInformation().instanceInformationList().stream()
                                .filter(node -> node.pingStatus() == PingStatus.ONLINE)
                                .map(InstanceInformation::instanceId)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }
}
