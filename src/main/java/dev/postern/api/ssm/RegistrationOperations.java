package dev.postern.api.ssm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.inventory.Activations;
import dev.postern.inventory.Activations.Registered;
import dev.postern.inventory.Activations.Registration;
import dev.postern.inventory.NodeCredentials;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** How a machine becomes a node and gets its role token, again and again (protocol.md §1.2–1.4). */
@Component
final class RegistrationOperations implements OperationGroup {
    private static final Logger log = LoggerFactory.getLogger(RegistrationOperations.class);

    /** Stock agents make RSA-2048; longer than 8192 only costs time at every call. */
    private static final int SHORTEST_KEY = 2048;

    private static final int LONGEST_KEY = 8192;

    private static final Shape<String> FINGERPRINT = Shape.text(1, 64);
    private static final Shape<String> PUBLIC_KEY = Shape.text(392, 2048);
    private static final Shape<String> KEY_TYPE = Shape.oneOf(List.of("Rsa"));

    private final Activations activations;
    private final Nodes nodes;
    private final NodeCredentials credentials;
    private final Account account;
    private final Trail trail;

    RegistrationOperations(
            Activations activations, Nodes nodes, NodeCredentials credentials, Account account, Trail trail) {
        this.activations = activations;
        this.nodes = nodes;
        this.credentials = credentials;
        this.account = account;
        this.trail = trail;
    }

    @Override
    public Service service() {
        return Service.SSM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "RegisterManagedInstance", new Operation.ForAnybody(this::register),
                "RequestManagedInstanceRoleToken", new Operation.ForRegisteredKeys(this::roleToken),
                "UpdateManagedInstancePublicKey", new Operation.ForRegisteredKeys(this::newKey));
    }

    private Answer register(Call call) {
        var input = call.input();
        var registration = new Registration(
                input.required("ActivationId", Shapes.ACTIVATION_ID),
                input.required("ActivationCode", Shape.secret(20, 250)),
                input.required("Fingerprint", FINGERPRINT),
                publicKey(input, "PublicKey", "PublicKeyType"));
        return switch (activations.register(registration, call.address())) {
            case Registered.Accepted(var node) -> {
                log.atInfo()
                        .addKeyValue("node", node)
                        .addKeyValue("activation", registration.activationId())
                        .addKeyValue("address", call.address())
                        .log("node registered");
                yield new Output().text("InstanceId", node.value()).answer();
            }
            case Registered.Refused(var why) -> {
                log.atWarn()
                        .addKeyValue("activation", registration.activationId())
                        .addKeyValue("address", call.address())
                        .addKeyValue("why", why)
                        .log("registration refused");
                throw ApiError.of(
                        "InvalidActivation",
                        "The activation is not valid: it does not exist, has expired or is used up, or the code is wrong.");
            }
        };
    }

    /** All five fields are mandatory: a stock agent takes each without looking (protocol.md §1.3). */
    private Answer roleToken(NodeId node, Call call) {
        var given = call.input().required("Fingerprint", FINGERPRINT);
        var registered = nodes.fingerprint(node).orElseThrow(() -> Shapes.unknownNode(node.value()));
        if (!MessageDigest.isEqual(given.getBytes(UTF_8), registered.getBytes(UTF_8)))
            throw ApiError.intruder(
                    "MachineFingerprintDoesNotMatch",
                    "The fingerprint is not the one this node registered with. A cloned machine must register again.");
        var token = credentials.issue(node);
        return new Output()
                .always("AccessKeyId", token.accessKeyId())
                .always("SecretAccessKey", token.secretAccessKey())
                .always("SessionToken", token.sessionToken())
                .truth("UpdateKeyPair", false)
                .time("TokenExpirationDate", token.expiresAt())
                .answer();
    }

    private Answer newKey(NodeId node, Call call) {
        var key = publicKey(call.input(), "NewPublicKey", "NewPublicKeyType");
        var arn = account.node(node.value());
        trail.append(NewEntry.of(
                        "UpdateManagedInstancePublicKey", new Actor(arn, node.value(), call.address()), Outcome.ALLOWED)
                .on(arn)
                .node(node.value()));
        nodes.replacePublicKey(node, key);
        return Answer.empty();
    }

    private static byte[] publicKey(Input input, String member, String typeMember) {
        input.required(typeMember, KEY_TYPE);
        try {
            var encoded = Base64.getDecoder().decode(input.required(member, PUBLIC_KEY));
            var key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
            if (key instanceof RSAPublicKey rsa
                    && rsa.getModulus().bitLength() >= SHORTEST_KEY
                    && rsa.getModulus().bitLength() <= LONGEST_KEY) return encoded;
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // neither Base64 nor a key: told below
        }
        throw ApiError.validation("1 validation error detected: Value at '"
                + Character.toLowerCase(member.charAt(0)) + member.substring(1)
                + "' failed to satisfy constraint: Member must be the Base64 of an RSA public key (DER"
                + " SubjectPublicKeyInfo) of " + SHORTEST_KEY + " to " + LONGEST_KEY + " bits");
    }
}
