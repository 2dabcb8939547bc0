package dev.postern.protocol;

import java.util.Map;
import java.util.TreeMap;

/**
 * The KMS encryption context of a session. Both ends build it on their own, so both must mean the same target: the client's is the Target of
 * StartSession as typed, the agent's its own id, and an alias breaks encryption.
 */
public final class KmsContext {
    private KmsContext() {}

    /** For a client that leaves the agent's random challenge out, as the stock plugin does: known before the agent asks. */
    public static Map<String, String> of(String sessionId, String targetId) {
        return of(sessionId, targetId, "");
    }

    /** @param challenge "" when the client did not acknowledge one */
    static Map<String, String> of(String sessionId, String targetId, String challenge) {
        var context = new TreeMap<String, String>();
        context.put("aws:ssm:SessionId", sessionId);
        context.put("aws:ssm:TargetId", targetId);
        if (!challenge.isEmpty()) context.put("aws:ssm:RandomChallenge", challenge);
        return context;
    }
}
