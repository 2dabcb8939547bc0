package dev.postern.access.policies;

import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The policies that come with Postern: readable, used as examples, changed by nobody. */
final class BuiltInPolicies {
    private static final String ARN = "arn:aws:iam::aws:policy/";
    private static final Instant SINCE = Instant.parse("2026-11-28T00:00:00Z");
    private static final Map<String, ManagedPolicy> ALL = read(new TreeMap<>(Map.of(
            "AdministratorAccess",
            "Everything.",
            "PosternEngineer",
            "Sessions and commands on nodes tagged with the engineer's own team, and their own sessions and keys.",
            "PosternAuditor",
            "Reads everything, touches nothing.",
            "PosternApprover",
            "Sees nodes and sessions, and ends sessions.",
            "PosternBreakGlass",
            "A shell on every node in an emergency, after a second factor, and nothing that would hide it.")));

    private BuiltInPolicies() {}

    /** By ARN. */
    static Map<String, ManagedPolicy> all() {
        return ALL;
    }

    private static Map<String, ManagedPolicy> read(Map<String, String> descriptions) {
        var all = new LinkedHashMap<String, ManagedPolicy>();
        descriptions.forEach((name, description) -> {
            var document = text(name + ".json");
            Policy.of(PolicyKind.MANAGED, name, document);
            // ids of the same form as all others, and the same everywhere
            var id = ("ANPA" + name.toUpperCase(Locale.ROOT) + "AAAAAAAAAAAAAAAAA").substring(0, 21);
            all.put(
                    ARN + name,
                    new ManagedPolicy(
                            id, name, ARN + name, description, true, document, 1, new TreeMap<>(), SINCE, SINCE));
        });
        return all;
    }

    private static String text(String file) {
        try (var in = BuiltInPolicies.class.getResourceAsStream(file)) {
            if (in == null) throw new IllegalStateException(file + " is not where the class is");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
