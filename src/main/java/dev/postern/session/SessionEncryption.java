package dev.postern.session;

import dev.postern.access.AccessRequest;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.access.Outcome;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.keys.KmsKey;
import dev.postern.keys.KmsKeys;
import dev.postern.protocol.KmsContext;
import dev.postern.session.SessionRefused.Code;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * What a document that names a KMS key asks of a start beside the start itself: that the key is there, and that the caller may use it. A browser
 * session's data key is made here in the caller's name; a command-line client makes its own, and then nobody but it and the node can read the
 * session, which is therefore not recorded.
 */
@Component
class SessionEncryption {
    private static final String UNRECORDED = "postern:StartUnrecordedSession";

    private final KmsKeys keys;
    private final Gate gate;
    private final Account account;
    private final SessionSettings settings;

    SessionEncryption(KmsKeys keys, Gate gate, Account account, SessionSettings settings) {
        this.keys = keys;
        this.gate = gate;
        this.account = account;
        this.settings = settings;
    }

    /**
     * @param kmsKeyId empty for a session in the clear, of which nothing is asked
     * @throws SessionRefused with the reason; what was decided is in the trail then
     */
    void admit(Caller caller, Sessions.Start start, SessionId id, String kmsKeyId) {
        if (kmsKeyId.isEmpty()) return;
        var key = usable(kmsKeyId);
        switch (start.client()) {
            case BROWSER -> pass(dataKey(caller, start, id, key));
            case COMMAND_LINE -> {
                if (settings.unrecorded() == SessionSettings.Unrecorded.REFUSE) throw unreadable();
                pass(unrecorded(caller, start, id, key));
            }
        }
    }

    private KmsKey usable(String kmsKeyId) {
        var key = keys.find(kmsKeyId).orElseThrow(() -> unusable(kmsKeyId, "does not exist here"));
        return switch (key.state()) {
            case KmsKey.State.Enabled _ -> key;
            case KmsKey.State.Disabled _ -> throw unusable(kmsKeyId, "is disabled");
            case KmsKey.State.PendingDeletion _ -> throw unusable(kmsKeyId, "is to be deleted");
        };
    }

    private static SessionRefused unusable(String kmsKeyId, String why) {
        return new SessionRefused(
                Code.INVALID_DOCUMENT,
                "The document has its sessions encrypted with the KMS key " + kmsKeyId + ", which " + why + ".");
    }

    private AccessRequest dataKey(Caller caller, Sessions.Start start, SessionId id, KmsKey key) {
        var context = new TreeMap<String, String>();
        KmsContext.of(id.value(), start.node().value())
                .forEach((name, value) -> context.put("encryptionContext." + name, value));
        var leg = Leg.of("kms:GenerateDataKey", key.arn()).tagged(key.tags());
        for (var each : KmsContext.of(id.value(), start.node().value()).entrySet())
            leg = leg.where("kms:EncryptionContext:" + each.getKey(), each.getValue());
        return AccessRequest.of(caller, leg)
                .node(start.node().value())
                .session(id.value())
                .with(context);
    }

    private AccessRequest unrecorded(Caller caller, Sessions.Start start, SessionId id, KmsKey key) {
        return AccessRequest.of(caller, UNRECORDED, account.node(start.node().value()))
                .node(start.node().value())
                .session(id.value())
                .with(Map.of("key", key.arn()));
    }

    /** The effect is what follows: the session. */
    private void pass(AccessRequest request) {
        switch (gate.perform(request, request::action)) {
            case Outcome.Done<String> _ -> {}
            case Outcome.Refused<String>(var denied) ->
                throw new SessionRefused(Code.NOT_PERMITTED, denied.because() + ".");
        }
    }

    private static SessionRefused unreadable() {
        return new SessionRefused(
                Code.NOT_PERMITTED,
                "The document has its sessions encrypted between node and client (kmsKeyId): nobody could record this one, so it"
                        + " is not started. Open it in the browser, where it is recorded, or have postern.session.unrecorded=allow"
                        + " set.");
    }
}
