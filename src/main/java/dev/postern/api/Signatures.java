package dev.postern.api;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Service;
import dev.postern.identity.AccessKey;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Account;
import dev.postern.identity.roles.SessionCredentials;
import dev.postern.inventory.NodeCredentials;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.sigv4.SigV4Verifier;
import dev.postern.sigv4.SignableRequest;
import dev.postern.sigv4.SigningScope;
import dev.postern.sigv4.Verification;
import dev.postern.sigv4.Verification.Refused;
import dev.postern.sigv4.Verification.Verified;
import dev.postern.sigv4.VerificationKey;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Says who signed a request: a user with an access key, somebody with temporary credentials, a node with its role token, or a node with its
 * registered key.
 */
@Component
final class Signatures {
    private static final Logger log = LoggerFactory.getLogger(Signatures.class);

    private final AccessKeys accessKeys;
    private final SessionCredentials sessions;
    private final NodeCredentials roleTokens;
    private final Nodes nodes;
    private final Account account;
    private final InstantSource clock;
    private final SigV4Verifier verifier = new SigV4Verifier();

    /** A key, and whom a request signed with it comes from. */
    private record Candidate(VerificationKey key, Signer signer) {}

    Signatures(
            AccessKeys accessKeys,
            SessionCredentials sessions,
            NodeCredentials roleTokens,
            Nodes nodes,
            Account account,
            InstantSource clock) {
        this.accessKeys = accessKeys;
        this.sessions = sessions;
        this.roleTokens = roleTokens;
        this.nodes = nodes;
        this.account = account;
        this.clock = clock;
    }

    /**
     * @param service the one the request is for; null where only the scope tells, as in the Query protocol
     * @throws ApiError what AWS says when a signature is missing, wrong, late, of nobody, or for another Region or service
     */
    Verified verify(SignableRequest request, @Nullable Service service, String address) {
        var now = clock.instant();
        return switch (verifier.verify(request, id -> candidate(id, address).map(Candidate::key), now)) {
            case Verified verified -> {
                inScope(verified.scope(), service);
                yield verified;
            }
            case Refused(var reason, var message) -> throw refused(reason, message, request);
        };
    }

    /** Whom the key belongs to. Asked again after the signature was found right: keys go at any moment. */
    Signer signer(Verified verified, String address) {
        var signer = candidate(verified.keyId(), address)
                .map(Candidate::signer)
                .orElseThrow(() -> refused(
                        Verification.Reason.UNKNOWN_KEY, "The security token included in the request is invalid."));
        var scope = verified.scope();
        if (signer instanceof Signer.User)
            accessKeys.used(verified.keyId(), new AccessKey.LastUse(clock.instant(), scope.service(), scope.region()));
        return signer;
    }

    private Optional<Candidate> candidate(String id, String address) {
        if (NodeId.isValid(id)) {
            var node = new NodeId(id);
            return nodes.publicKey(node)
                    .map(key -> new Candidate(new VerificationKey.Registered(key), new Signer.RegisteredKey(node)));
        }
        return ofUser(id, address).or(() -> ofSession(id, address)).or(() -> ofNode(id));
    }

    private Optional<Candidate> ofUser(String id, String address) {
        return accessKeys.find(id).flatMap(secret -> {
            if (!secret.key().enabled()) {
                // The caller hears what a stranger hears, as at AWS.
                log.atInfo()
                        .addKeyValue("key", id)
                        .addKeyValue("user", secret.key().user())
                        .log("disabled key used");
                return Optional.empty();
            }
            return accessKeys
                    .callerFor(secret.key(), address)
                    .map(caller -> new Candidate(
                            new VerificationKey.Secret(
                                    secret.secretAccessKey(), null, secret.key().expiresAt()),
                            new Signer.User(caller)));
        });
    }

    /** Nobody, where the user, key or role behind them is gone or switched off. Their own end is the verifier's to tell. */
    private Optional<Candidate> ofSession(String id, String address) {
        return sessions.find(id)
                .flatMap(issued -> sessions.callerFor(id, address)
                        .map(caller -> new Candidate(
                                new VerificationKey.Secret(
                                        issued.secretAccessKey(), issued.sessionToken(), issued.expiresAt()),
                                new Signer.User(caller))));
    }

    private Optional<Candidate> ofNode(String id) {
        return roleTokens
                .find(id)
                .map(token -> new Candidate(
                        new VerificationKey.Secret(token.secretAccessKey(), token.sessionToken(), token.expiresAt()),
                        new Signer.Node(token.node())));
    }

    private void inScope(SigningScope scope, @Nullable Service service) {
        if (!scope.region().equals(account.region()))
            throw wrongScope("Credential should be scoped to a valid region: '" + account.region() + "', not '"
                    + scope.region() + "'.");
        var wanted = service == null ? Service.ofScope(scope.service()) : Optional.of(service);
        if (wanted.isEmpty() || !scope.service().equals(wanted.get().scope()))
            throw wrongScope("Credential should be scoped to correct service: '"
                    + wanted.map(Service::scope).orElse("sts") + "', not '" + scope.service() + "'.");
    }

    private static ApiError wrongScope(String message) {
        return refused(Verification.Reason.WRONG_SCOPE, message);
    }

    /**
     * A node nobody knows (any more) hears AccessDeniedException: on that a stock agent asks again after half an hour, on anything else
     * every few seconds, for ever (protocol.md §1.3).
     */
    private static ApiError refused(Verification.Reason reason, String message, SignableRequest request) {
        boolean nodeKey = reason == Verification.Reason.UNKNOWN_KEY
                && request.headers().stream()
                        .anyMatch(header -> header.name().equalsIgnoreCase("Authorization")
                                && header.value().contains("Credential=mi-"));
        return nodeKey
                ? ApiError.foreign("This node is not registered here, or was deregistered.")
                : refused(reason, message);
    }

    private static ApiError refused(Verification.Reason reason, String message) {
        return ApiError.intruder(reason.jsonCode(), message);
    }
}
