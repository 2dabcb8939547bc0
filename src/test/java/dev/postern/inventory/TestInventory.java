package dev.postern.inventory;

import dev.postern.identity.Account;
import dev.postern.keys.TestSecrets;
import dev.postern.testing.Store;
import dev.postern.trail.TestTrail;
import dev.postern.trail.Trail;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;

/** The inventory module put together by hand. */
public final class TestInventory {
    static final PublicKey KEY = publicKey("RSA", 2_048);

    public final List<NodeChanged> changes = new ArrayList<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Trail trail;
    final StoredNodes nodes;
    final StoredActivations activations;
    final StoredNodeCredentials credentials;

    public TestInventory(Store store, Clock clock) {
        trail = TestTrail.in(store, clock);
        credentials = new StoredNodeCredentials(store.jdbc(), TestSecrets.make(), clock);
        ApplicationEventPublisher events = event -> {
            if (event instanceof NodeChanged change) {
                credentials.forget(change);
                changes.add(change);
            }
        };
        nodes = new StoredNodes(store.jdbc(), store.transactions(), events, clock, meters);
        activations = new StoredActivations(
                store.jdbc(), store.transactions(), nodes, trail, new Account("000000000000", "local"), clock, meters);
    }

    public Nodes nodes() {
        return nodes;
    }

    public Activations activations() {
        return activations;
    }

    public NodeCredentials credentials() {
        return credentials;
    }

    /** A registered node that never connected. */
    public NodeId node(String name) {
        var made = activations.create(new Activations.Wanted("", name, "any", 1, null, Map.of()), "arn:test");
        return ((Activations.Registered.Accepted) activations.register(with(made))).node();
    }

    static Activations.Registration with(Activations.Created made) {
        return with(made.activation().id(), made.code());
    }

    static Activations.Registration with(String id, String code) {
        return new Activations.Registration(id, code, UUID.randomUUID().toString(), KEY.getEncoded());
    }

    static PublicKey publicKey(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair().getPublic();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
