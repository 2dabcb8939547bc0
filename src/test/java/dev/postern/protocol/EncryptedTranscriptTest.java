package dev.postern.protocol;

import static dev.postern.protocol.Samples.hex;
import static dev.postern.protocol.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A session that the stock agent and the stock plugin encrypted, read with the data key of that recording. */
class EncryptedTranscriptTest {
    /** Made by a stand-in for KMS during the recording; it opened that one session. */
    private static final String KEY =
            "kKB+HACVtfCcd+8UymmMWpLHkGEp9USD8kl78NhtUJDcp4MOSmU6KRICGnJFNxpjY/pvXofXXqtVnklFYvVs+g==";

    private static final String BLOB = "Q1SYy/SPZAkXoo/rOA2+rINic7XEKAF6J4BGexIziLTQBDzeeylPWk8M";
    private static final String SESSION = "alice-291da137f2f82125b";
    private static final String NODE = "mi-0d704ee1d452d0551";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SessionCipher agent =
            SessionCipher.forAgent(Base64.getDecoder().decode(KEY), RANDOM);
    private final SessionCipher client =
            SessionCipher.forClient(Base64.getDecoder().decode(KEY), RANDOM);
    private List<Frame> fromAgent = List.of();
    private List<Frame> fromClient = List.of();

    /** Answers as KMS did, to exactly the question the plugin asked. */
    private static final SessionKeySource RECORDED = new SessionKeySource() {
        @Override
        public DataKey generate(String keyId, Map<String, String> context) {
            assertThat(keyId).isEqualTo("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555");
            assertThat(context).isEqualTo(Map.of("aws:ssm:SessionId", SESSION, "aws:ssm:TargetId", NODE));
            return new DataKey(
                    Base64.getDecoder().decode(KEY), Base64.getDecoder().decode(BLOB));
        }

        @Override
        public byte[] decrypt(String keyId, byte[] blob, Map<String, String> context) {
            throw new AssertionError("a client does not unwrap");
        }
    };

    @BeforeEach
    void readTheRecording() throws IOException {
        var frames = Samples.lines(new GZIPInputStream(Samples.resource("22-kms-encrypted-shell.jsonl.gz"))).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .filter(captured -> captured.has("hex"))
                .map(captured -> Frame.decode(hex(captured.path("hex").asString())))
                .toList();
        fromAgent = frames.stream()
                .filter(frame -> frame.type().equals(MessageType.OUTPUT_STREAM_DATA))
                .toList();
        fromClient = frames.stream()
                .filter(frame -> frame.type().equals(MessageType.INPUT_STREAM_DATA))
                .toList();
    }

    private static Frame first(List<Frame> frames, int payloadType) {
        return frames.stream()
                .filter(frame -> frame.payloadType() == payloadType)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theAnswerToTheAgentsRequestIsTheStockPluginsToTheByte() {
        var encryption = new ClientHandshake.Encryption(RECORDED, RANDOM, SESSION, NODE, false);
        var handshake = new ClientHandshake(AgentVersion.parse("1.2.650.0"), encryption);

        var step = handshake.receive(first(fromAgent, PayloadType.HANDSHAKE_REQUEST), Samples.START);

        var recorded = first(fromClient, PayloadType.HANDSHAKE_RESPONSE).payloadText();
        assertThat(step).isInstanceOf(ClientHandshake.Step.Send.class);
        assertThat(text(((ClientHandshake.Step.Send) step).payload().bytes())).isEqualTo(recorded);
        var proof = handshake.receive(first(fromAgent, PayloadType.ENCRYPTION_CHALLENGE_REQUEST), Samples.START);
        assertThat(proof).isInstanceOf(ClientHandshake.Step.Send.class);
        var done = handshake.receive(first(fromAgent, PayloadType.HANDSHAKE_COMPLETE), Samples.START);
        assertThat(done).isInstanceOfSatisfying(ClientHandshake.Step.Completed.class, completed -> {
            assertThat(completed.customerMessage()).isEqualTo(AgentHandshake.ENCRYPTED);
            var cipher = Objects.requireNonNull(completed.cipher());
            assertThat(text(cipher.decrypt(first(fromAgent, PayloadType.OUTPUT).payload())))
                    .isEqualTo("$ ");
        });
    }

    @Test
    void thePluginsProofIsTheAgentsChallenge() {
        var challenge = EncryptionChallenge.parse(first(fromAgent, PayloadType.ENCRYPTION_CHALLENGE_REQUEST));
        var answer = EncryptionChallenge.parse(first(fromClient, PayloadType.ENCRYPTION_CHALLENGE_RESPONSE));

        assertThat(agent.decrypt(answer.encrypted()))
                .isEqualTo(client.decrypt(challenge.encrypted()))
                .matches(proof -> proof.remaining() == 64);
    }

    @Test
    void whatWasTypedAndShownIsReadable() {
        var typed = new StringBuilder();
        for (var frame : fromClient) {
            if (agent.decrypts(frame.payloadType())) typed.append(text(agent.decrypt(frame.payload())));
        }
        var shown = new StringBuilder();
        for (var frame : fromAgent) {
            if (client.decrypts(frame.payloadType())) shown.append(text(client.decrypt(frame.payload())));
        }
        assertThat(typed.toString()).endsWith("exit\n".replace('\n', typed.charAt(typed.length() - 1)));
        assertThat(shown.toString()).startsWith("$ ").contains("exit");
    }
}
