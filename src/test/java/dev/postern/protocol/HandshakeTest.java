package dev.postern.protocol;

import static dev.postern.protocol.Samples.START;
import static dev.postern.protocol.Samples.bytes;
import static dev.postern.protocol.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both roles, against each other and against the other's mistakes. */
class HandshakeTest {
    private static final String KEY = "a key of the tests";
    private static final String SESSION = "alice-0123456789abcdef0";
    private static final String NODE = "mi-0123456789abcdef0";
    private static final JsonNode FORWARDING =
            JsonMapper.shared().readTree("{\"portNumber\":\"80\",\"type\":\"LocalPortForwarding\"}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private long agentSequence;
    private long clientSequence;

    private Frame fromAgent(StreamPayload payload) {
        return Samples.stream(MessageType.OUTPUT_STREAM_DATA, payload.type(), agentSequence++, payload.bytes());
    }

    private Frame fromClient(StreamPayload payload) {
        return Samples.stream(MessageType.INPUT_STREAM_DATA, payload.type(), clientSequence++, payload.bytes());
    }

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    private static AgentHandshake agent(String sessionType, @Nullable JsonNode properties) {
        return new AgentHandshake(
                new AgentHandshake.Wanted(AgentVersion.POSTERN_AGENT, sessionType, properties, null, false));
    }

    private static AgentHandshake encryptingAgent(SessionKeySource keys, boolean requireChallenge) {
        var encryption = new AgentHandshake.Encryption(keys, RANDOM, KEY, SESSION, NODE, requireChallenge);
        return new AgentHandshake(
                new AgentHandshake.Wanted(AgentVersion.POSTERN_AGENT, "Standard_Stream", null, encryption, false));
    }

    private static ClientHandshake client() {
        return new ClientHandshake(AgentVersion.POSTERN_CLIENT, null);
    }

    private static ClientHandshake encryptingClient(
            SessionKeySource keys, String target, boolean acknowledgeChallenge) {
        return new ClientHandshake(
                AgentVersion.POSTERN_CLIENT,
                new ClientHandshake.Encryption(keys, RANDOM, SESSION, target, acknowledgeChallenge));
    }

    private static StreamPayload sent(AgentHandshake.Step step) {
        assertThat(step).isInstanceOf(AgentHandshake.Step.Send.class);
        return ((AgentHandshake.Step.Send) step).payload();
    }

    private static StreamPayload sent(ClientHandshake.Step step) {
        assertThat(step).isInstanceOf(ClientHandshake.Step.Send.class);
        return ((ClientHandshake.Step.Send) step).payload();
    }

    private static AgentHandshake.Step.Completed completed(AgentHandshake.Step step) {
        assertThat(step).isInstanceOf(AgentHandshake.Step.Completed.class);
        return (AgentHandshake.Step.Completed) step;
    }

    private static ClientHandshake.Step.Completed completed(ClientHandshake.Step step) {
        assertThat(step).isInstanceOf(ClientHandshake.Step.Completed.class);
        return (ClientHandshake.Step.Completed) step;
    }

    private static String failure(AgentHandshake.Step step) {
        assertThat(step).isInstanceOf(AgentHandshake.Step.Failed.class);
        return ((AgentHandshake.Step.Failed) step).reason();
    }

    /** The agent's answer to a response with this JSON. */
    private AgentHandshake.Step answerTo(AgentHandshake agent, String response) {
        agent.begin(START);
        return agent.receive(fromClient(new StreamPayload(PayloadType.HANDSHAKE_RESPONSE, bytes(response))), at(5));
    }

    private static String response(String clientVersion, String action) {
        return "{\"ClientVersion\":\"" + clientVersion + "\",\"ProcessedClientActions\":[" + action
                + "],\"Errors\":null}";
    }

    private static final String SESSION_TYPE_DONE =
            "{\"ActionType\":\"SessionType\",\"ActionStatus\":1,\"ActionResult\":null,\"Error\":\"\"}";

    @Test
    void aPortSessionAgreesOnItsTypeAndVersions() {
        var agent = agent("Port", FORWARDING);
        var client = client();

        var response = sent(client.receive(fromAgent(agent.begin(START)), at(1)));
        var done = completed(agent.receive(fromClient(response), at(48)));
        var ready = completed(client.receive(fromAgent(done.payload()), at(50)));

        assertThat(done.clientVersion()).isEqualTo(AgentVersion.POSTERN_CLIENT);
        assertThat(done.cipher()).isNull();
        assertThat(text(done.payload().bytes()))
                .isEqualTo("{\"HandshakeTimeToComplete\":48000000,\"CustomerMessage\":\"\"}");
        assertThat(ready)
                .isEqualTo(
                        new ClientHandshake.Step.Completed(AgentVersion.POSTERN_AGENT, "Port", FORWARDING, null, ""));
        assertThat(agent.deadline()).isEmpty();
        assertThat(client.deadline()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEncryptedSessionProvesItsKeysWithAndWithoutTheRandomChallenge(boolean acknowledgeChallenge) {
        var keys = new FakeKeys("secret of the tests");
        var agent = encryptingAgent(keys, acknowledgeChallenge);
        var client = encryptingClient(keys, NODE, acknowledgeChallenge);

        var response = sent(client.receive(fromAgent(agent.begin(START)), at(1)));
        var challenge = sent(agent.receive(fromClient(response), at(2)));
        assertThat(challenge.type()).isEqualTo(PayloadType.ENCRYPTION_CHALLENGE_REQUEST);
        var answer = sent(client.receive(fromAgent(challenge), at(3)));
        assertThat(answer.type()).isEqualTo(PayloadType.ENCRYPTION_CHALLENGE_RESPONSE);
        var done = completed(agent.receive(fromClient(answer), at(4)));
        var ready = completed(client.receive(fromAgent(done.payload()), at(5)));

        assertThat(ready.customerMessage()).isEqualTo("This session is encrypted using AWS KMS.");
        assertThat(text(response.bytes()).contains("ChallengeAcknowledgement")).isEqualTo(acknowledgeChallenge);
        var agentCipher = Objects.requireNonNull(done.cipher());
        var clientCipher = Objects.requireNonNull(ready.cipher());
        assertThat(clientCipher.decrypt(agentCipher.encrypt(bytes("$ ")))).isEqualTo(bytes("$ "));
        assertThat(agentCipher.decrypt(clientCipher.encrypt(bytes("ls\r")))).isEqualTo(bytes("ls\r"));
    }

    @Test
    void aClientThatIgnoresTheRandomChallengeIsRefusedWhereItIsRequired() {
        var keys = new FakeKeys("secret of the tests");
        var agent = encryptingAgent(keys, true);
        var response = sent(encryptingClient(keys, NODE, false).receive(fromAgent(agent.begin(START)), at(1)));

        assertThat(failure(agent.receive(fromClient(response), at(2)))).contains("random challenge");
    }

    @Test
    void anAliasForTheTargetBreaksEncryption() {
        var keys = new FakeKeys("secret of the tests");
        var agent = encryptingAgent(keys, false);
        var response = sent(encryptingClient(keys, "web-1", false).receive(fromAgent(agent.begin(START)), at(1)));

        assertThat(failure(agent.receive(fromClient(response), at(2))))
                .isEqualTo("KMSEncryption failed: the key does not open under this context");
    }

    @Test
    void endsWithDifferentKeysFindOut() {
        var agent = encryptingAgent(new FakeKeys("one secret of the tests"), false);
        var client = encryptingClient(new FakeKeys("another secret of the tests"), NODE, false);
        var response = sent(client.receive(fromAgent(agent.begin(START)), at(1)));
        var challenge = sent(agent.receive(fromClient(response), at(2)));

        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> client.receive(fromAgent(challenge), at(3)));
        var nonsense = new EncryptionChallenge(ByteBuffer.allocate(92)).toResponse();
        assertThat(failure(agent.receive(fromClient(nonsense), at(4))))
                .isEqualTo("Encryption challenge does not match.");
    }

    @Test
    void anAnswerOfOtherBytesIsNoProof() {
        var keys = new FakeKeys("secret of the tests");
        var agent = encryptingAgent(keys, false);
        var response = sent(encryptingClient(keys, NODE, false).receive(fromAgent(agent.begin(START)), at(1)));
        sent(agent.receive(fromClient(response), at(2)));
        var key = keys.generate(KEY, KmsContext.of(SESSION, NODE, "")).plaintext();
        var other = new EncryptionChallenge(SessionCipher.forClient(key, RANDOM).encrypt(ByteBuffer.allocate(64)));

        assertThat(failure(agent.receive(fromClient(other.toResponse()), at(3))))
                .isEqualTo("Encryption challenge does not match.");
    }

    @Test
    void aClientThatCannotEncryptSaysSoAndTheAgentGivesUp() {
        var agent = encryptingAgent(new FakeKeys("secret of the tests"), false);
        var response = sent(client().receive(fromAgent(agent.begin(START)), at(1)));

        assertThat(failure(agent.receive(fromClient(response), at(2))))
                .isEqualTo("KMSEncryption failed on client with status 3 error: This client does not encrypt");
        assertThat(agent.deadline()).isEmpty();
    }

    @Test
    void aRefusalOfTheKeySourceReachesTheOtherEnd() {
        var refusing = new SessionKeySource() {
            @Override
            public DataKey generate(String keyId, Map<String, String> context) {
                throw new SessionKeyUnavailable("not allowed to use " + keyId);
            }

            @Override
            public byte[] decrypt(String keyId, byte[] blob, Map<String, String> context) {
                throw new SessionKeyUnavailable("not allowed to use " + keyId);
            }
        };
        var agent = encryptingAgent(refusing, false);
        var response = sent(encryptingClient(refusing, NODE, true).receive(fromAgent(agent.begin(START)), at(1)));

        assertThat(failure(agent.receive(fromClient(response), at(2))))
                .isEqualTo("KMSEncryption failed on client with status 2 error: not allowed to use a key of the tests");
    }

    @Test
    void aClientGoneSilentIsGivenUpAfter15Seconds() {
        var agent = agent("Port", FORWARDING);
        assertThat(agent.deadline()).isEmpty();
        agent.begin(START);

        assertThat(agent.deadline()).contains(at(15_000));
        assertThat(agent.expired(at(14_999))).isEmpty();
        assertThat(agent.expired(at(15_000)))
                .contains(
                        new AgentHandshake.Step.Failed(
                                "Handshake timed out. Please ensure that you have the latest version of the session manager plugin."));
        assertThat(agent.expired(at(15_000))).isEmpty();
        var late = fromClient(new StreamPayload(PayloadType.HANDSHAKE_RESPONSE, bytes("{}")));
        assertThat(agent.receive(late, at(15_001))).isInstanceOf(AgentHandshake.Step.Ignored.class);
    }

    @Test
    void theAnswerToTheChallengeHas15SecondsOfItsOwn() {
        var keys = new FakeKeys("secret of the tests");
        var agent = encryptingAgent(keys, false);
        var response = sent(encryptingClient(keys, NODE, false).receive(fromAgent(agent.begin(START)), at(1)));
        sent(agent.receive(fromClient(response), at(10_000)));

        assertThat(agent.deadline()).contains(at(25_000));
        assertThat(agent.expired(at(25_000)))
                .contains(new AgentHandshake.Step.Failed("Timed out waiting for encryption challenge."));
    }

    @Test
    void anAgentGoneSilentIsGivenUpWhenItMustHaveGivenUpItself() {
        var client = client();
        assertThat(client.deadline()).isEmpty();
        sent(client.receive(fromAgent(agent("Port", FORWARDING).begin(START)), at(1)));

        assertThat(client.deadline()).contains(at(1).plus(Duration.ofSeconds(30)));
    }

    @Test
    void anOldClientIsToldThatItShowsNoSeparateOutput() {
        var wanted = new AgentHandshake.Wanted(AgentVersion.POSTERN_AGENT, "NonInteractiveCommands", null, null, true);

        var old = completed(answerTo(new AgentHandshake(wanted), response("1.2.295.0", SESSION_TYPE_DONE)));
        var recent = completed(answerTo(new AgentHandshake(wanted), response("1.2.296.0", SESSION_TYPE_DONE)));

        assertThat(text(old.payload().bytes())).contains(AgentHandshake.UPGRADE);
        assertThat(text(recent.payload().bytes())).contains("\"CustomerMessage\":\"\"");
    }

    @Test
    void aClientThatFailedAtTheSessionTypeIsRefused() {
        assertThat(
                        failure(
                                answerTo(
                                        agent("Port", FORWARDING),
                                        response(
                                                "1.2.650.0",
                                                "{\"ActionType\":\"SessionType\",\"ActionStatus\":2,\"ActionResult\":null,\"Error\":\"no\"}"))))
                .isEqualTo("SessionType failed on client with status 2 error: no");
    }

    @Test
    void thePluginsStatusOfZeroForWhatItDoesNotKnowIsAFailure() {
        assertThat(failure(answerTo(
                        agent("Port", FORWARDING),
                        response("1.2.650.0", "{\"ActionType\":\"SessionType\",\"ActionResult\":3,\"Error\":\"\"}"))))
                .startsWith("SessionType failed on client with status 0");
    }

    @Test
    void aResponseWithoutTheSessionTypeIsRefused() {
        assertThat(failure(answerTo(agent("Port", FORWARDING), response("1.2.650.0", ""))))
                .isEqualTo("SessionType was not processed by the client");
    }

    @Test
    void aResponseWithoutTheKeyIsRefused() {
        var agent = encryptingAgent(new FakeKeys("secret of the tests"), false);
        assertThat(failure(answerTo(agent, response("1.2.650.0", SESSION_TYPE_DONE))))
                .isEqualTo("KMSEncryption was not processed by the client");
    }

    @Test
    void anUnknownClientVersionIsOldNotWrong() {
        assertThat(completed(answerTo(agent("Port", FORWARDING), response("newest", SESSION_TYPE_DONE)))
                        .clientVersion())
                .isEqualTo(AgentVersion.UNKNOWN);
    }

    @Test
    void aClientAnswersWhatItDoesNotKnowWithUnsupported() {
        var request = new HandshakeRequest(
                "3.3.0.0",
                List.of(
                        new HandshakeRequest.Action.SessionType("Telepathy", null),
                        new HandshakeRequest.Action.Other("Levitate")));
        var payload = sent(client().receive(fromAgent(request.toPayload()), START));
        var response = HandshakeResponse.parse(fromClient(payload));

        assertThat(response.actions())
                .containsExactly(
                        new HandshakeResponse.Processed("SessionType", 2, null, "Unknown session type Telepathy"),
                        new HandshakeResponse.Processed("Levitate", 3, null, "Unsupported action Levitate"));
        assertThat(response.errors()).hasSize(2);
    }

    @Test
    void aPlainShellHasNoHandshake() {
        assertThat(client().receive(Samples.output(0, "$ "), START))
                .isInstanceOf(ClientHandshake.Step.NotHandshake.class);
    }

    @Test
    void typingDoesNotDisturbTheAgentsHandshake() {
        var agent = agent("Port", FORWARDING);
        agent.begin(START);

        var typed = fromClient(new StreamPayload(PayloadType.OUTPUT, bytes("ls")));
        assertThat(agent.receive(typed, at(1))).isInstanceOf(AgentHandshake.Step.Ignored.class);
        assertThat(agent.deadline()).isPresent();
    }

    @Test
    void handshakeFramesOutOfTurnAreViolations() {
        var request = agent("Port", FORWARDING).begin(START);
        var client = client();

        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() ->
                        client.receive(fromAgent(new HandshakeComplete(Duration.ZERO, "").toPayload()), START));
        var challenge = new EncryptionChallenge(ByteBuffer.allocate(92)).toRequest();
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> client.receive(fromAgent(challenge), START));
        client.receive(fromAgent(request), START);
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> client.receive(fromAgent(request), START))
                .withMessage("a second HandshakeRequest: a session has one");
    }

    @Test
    void aHandshakeBeginsOnce() {
        var agent = agent("Port", FORWARDING);
        agent.begin(START);
        assertThatIllegalStateException().isThrownBy(() -> agent.begin(START));
    }
}
