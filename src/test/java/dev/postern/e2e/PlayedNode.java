package dev.postern.e2e;

import dev.postern.sigv4.Credentials;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.CreateActivationResponse;
import tools.jackson.databind.json.JsonMapper;

/** The node that a replayed agent is: what it has of its own where the recorded one had its own, and what the server gave it. */
final class PlayedNode {
    private static final int KEY_BITS = 2048;

    private final CreateActivationResponse activation;
    private final String fingerprint = UUID.randomUUID().toString();
    private KeyPair key = newKey();
    private @Nullable KeyPair nextKey;
    private String id = "";
    private @Nullable Credentials role;

    PlayedNode(CreateActivationResponse activation) {
        this.activation = activation;
    }

    private static KeyPair newKey() {
        try {
            var keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(KEY_BITS);
            return keys.generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has RSA", missing);
        }
    }

    String id() {
        return id;
    }

    SignedCalls.Key registeredKey() {
        return new SignedCalls.RegisteredKey(id, key.getPrivate());
    }

    SignedCalls.Key roleKey() {
        if (role == null) throw new IllegalStateException("no role token was asked for");
        return new SignedCalls.AccessKey(role);
    }

    /** Has this node's own stand for the recorded node's in a call that it is going to make. */
    void replaceIn(String request, Substitution substitution) {
        if (!request.startsWith("{")) return;
        var recorded = JsonMapper.shared().readTree(request);
        substitution.put(recorded.path("Fingerprint").asString(""), fingerprint);
        substitution.put(recorded.path("PublicKey").asString(""), encoded(key));
        substitution.put(recorded.path("ActivationId").asString(""), activation.activationId());
        substitution.put(recorded.path("ActivationCode").asString(""), activation.activationCode());
        if (recorded.has("NewPublicKey")) {
            nextKey = newKey();
            substitution.put(recorded.path("NewPublicKey").asString(), encoded(nextKey));
        }
    }

    private static String encoded(KeyPair pair) {
        return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    }

    /** By itself, without a replay. */
    void register(SignedCalls calls) throws IOException, InterruptedException {
        var request = JsonMapper.shared()
                .createObjectNode()
                .put("ActivationId", activation.activationId())
                .put("ActivationCode", activation.activationCode())
                .put("Fingerprint", fingerprint)
                .put("PublicKey", encoded(key))
                .put("PublicKeyType", "Rsa");
        var answer = calls.call(null, "AmazonSSM.RegisterManagedInstance", request.toString());
        id = JsonMapper.shared().readTree(answer.body()).path("InstanceId").asString();
    }

    /** Keeps what the server gave. */
    void answered(Transcript.Called call, String answer) {
        if (call.isTo("RegisterManagedInstance")) {
            id = JsonMapper.shared().readTree(answer).path("InstanceId").asString();
        } else if (call.isTo("RequestManagedInstanceRoleToken")) {
            var token = JsonMapper.shared().readTree(answer);
            role = new Credentials(
                    token.path("AccessKeyId").asString(),
                    token.path("SecretAccessKey").asString(),
                    token.path("SessionToken").asString());
        } else if (call.isTo("UpdateManagedInstancePublicKey") && nextKey != null) {
            key = nextKey;
        }
    }
}
