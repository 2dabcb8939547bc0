package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.AgentSessionState;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SubstitutionTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID ID = new UUID(1, 2);

    private final Substitution substitution = new Substitution();

    @Test
    void whatAnAnswerGaveThenIsWhatItGivesNow() {
        substitution.learn(
                "{\"SessionId\":\"alice-1\",\"StreamUrl\":\"wss://relay:1/own/alice-1?tok=x\"}",
                "{\"SessionId\":\"admin-2\",\"StreamUrl\":\"wss://here:2/v1/data-channel/admin-2?role=r\"}");
        substitution.learn("<A><TokenValue>then</TokenValue></A>", "<A><TokenValue>now</TokenValue></A>");
        assertThat(substitution.in("then for alice-1")).isEqualTo("now for admin-2");
        assertThat(substitution.in("/own/alice-1?tok=x")).isEqualTo("/v1/data-channel/admin-2?role=r");
    }

    @Test
    void aFrameThatNamesTheSessionIsMadeAnewWithARightDigest() {
        substitution.put("alice-1", "admin-22");
        var frame =
                substitution.in(new AgentSessionState(AgentSessionState.State.CONNECTED, "alice-1").toFrame(ID, NOW));
        assertThat(AgentSessionState.parse(frame).sessionId()).isEqualTo("admin-22");
        assertThat(frame.digestMatches()).isTrue();
        assertThat(frame.messageId()).isEqualTo(ID);
    }

    @Test
    void streamsAndAcknowledgementsKeepTheirBytes() {
        substitution.put("alice-1", "admin-2");
        var typed = Frame.of(
                MessageType.INPUT_STREAM_DATA,
                PayloadType.OUTPUT,
                0,
                0,
                ID,
                NOW,
                ByteBuffer.wrap("echo alice-1".getBytes(StandardCharsets.UTF_8)));
        assertThat(substitution.in(typed)).isSameAs(typed);
        var acknowledgement = Acknowledgement.of(typed).toFrame(ID, NOW);
        assertThat(substitution.in(acknowledgement)).isSameAs(acknowledgement);
    }
}
