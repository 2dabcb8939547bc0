package dev.postern.session.spi;

import dev.postern.inventory.NodeId;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway must know to move a session's bytes.
 *
 * @param owner ARN of the principal whose session it is
 * @param idle how long terminal payload may rest in both directions
 * @param maximum how long it may last from {@code requestedAt}; null for as long as it likes
 * @param kmsKeyId the key that agent and client encrypt the session with; empty for one in the clear
 * @param clientToken hash of what the client's first frame must carry ({@link TokenHash}); null where no client may dial in, as for the browser
 * @param keepsInput whether what is typed is kept beside the output, as far as it was shown: a policy decides, and does not unless it says so
 */
public record RelayPlan(
        SessionId id,
        String owner,
        NodeId node,
        Session.Client client,
        Kind kind,
        Duration idle,
        Instant requestedAt,
        @Nullable Duration maximum,
        String kmsKeyId,
        @Nullable TokenHash clientToken,
        boolean keepsInput) {
    /** Whether this server can read what is typed and shown: Postern is the client of browsers, of nobody else. */
    public boolean isReadable() {
        return client == Session.Client.BROWSER || kmsKeyId.isEmpty();
    }

    /** What flows, as far as it matters to whoever moves it. */
    public enum Kind {
        /** A pty: output is spooled, the agent may be paused. */
        TERMINAL(false),
        /** The same, whose ends agree on a key first. */
        KEYED_TERMINAL(true),
        /** A command without a terminal: spooled, never paused, since a pause fails it (protocol.md §3.7). */
        COMMAND(true),
        /** TCP: not spooled, only counted. */
        PORT(true);

        private final boolean shakesHands;

        Kind(boolean shakesHands) {
            this.shakesHands = shakesHands;
        }

        /** Whether the node first asks the client something, and takes nothing else until it has the answer (protocol.md §3.5, §4.1). */
        public boolean shakesHands() {
            return shakesHands;
        }
    }
}
