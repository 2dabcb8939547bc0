package dev.postern.gateway;

import static dev.postern.gateway.TestGateway.KMS;
import static dev.postern.gateway.TestGateway.NODE;
import static dev.postern.gateway.TestGateway.SESSION;
import static dev.postern.gateway.TestGateway.bytes;
import static dev.postern.gateway.TestGateway.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.postern.keys.EncryptionContext;
import dev.postern.keys.KmsKey;
import dev.postern.protocol.Acknowledgement;
import dev.postern.protocol.AgentHandshake;
import dev.postern.protocol.AgentHandshake.Step;
import dev.postern.protocol.AgentVersion;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.PayloadType;
import dev.postern.protocol.SessionCipher;
import dev.postern.protocol.SessionKeySource;
import dev.postern.protocol.SessionKeyUnavailable;
import dev.postern.protocol.StreamPayload;
import dev.postern.session.EndCause;
import dev.postern.session.Session.Client;
import dev.postern.session.spi.RelayPlan;
import dev.postern.session.spi.RelayPlan.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browser sessions whose document names a KMS key: nothing a person reads or types is in the clear between node and server. */
class EncryptedSessionTest {
    @TempDir
    Path home;

    private final SeenOutput page = new SeenOutput();
    private KmsKey key;
    private TestGateway test;
    private RelayPlan plan;
    private Attachment attachment;
    private Agent agent;

    @BeforeEach
    void aSession() {
        key = KMS.keys().create("for sessions");
        test = new TestGateway(home);
        plan = test.open(Client.BROWSER, Kind.KEYED_TERMINAL, key.arn());
        attachment = test.attach(page, "tab", -1);
        agent = new Agent(key.arn());
    }

    @Test
    void outputIsShownAndSpooledAsItWasBeforeTheNodeEncryptedIt() throws IOException {
        agent.dials().shakesHands().prints("$ open sesame");
        await().until(() -> page.text().equals("$ open sesame"));
        assertThat(Files.readString(folder().resolve("output"), StandardCharsets.ISO_8859_1))
                .isEqualTo("$ open sesame");
        var acknowledged = agent.link.seen(MessageType.ACKNOWLEDGE).stream()
                .map(Acknowledgement::sequenceOf)
                .toList();
        assertThat(acknowledged).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void whatIsTypedGoesOutEncryptedAndLiesEncryptedInTheJournal() throws IOException {
        attachment.typed(keys("before"), 0);
        agent.dials().shakesHands();
        attachment.typed(keys(" and after"), 6);
        assertThat(agent.read()).isEqualTo("before and after");
        for (var frame : agent.link.seen(MessageType.INPUT_STREAM_DATA))
            assertThat(frame.payloadText()).doesNotContain("before", "after");
        try (var files = Files.list(folder())) {
            for (var file : files.toList())
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("before", "after");
        }
    }

    @Test
    void typingIsAcceptedByWhatWasTypedNotByWhatWasSent() {
        agent.dials().shakesHands();
        attachment.typed(keys("abc"), 0);
        attachment.typed(keys("defgh"), 3);
        var typed = agent.link.seen(MessageType.INPUT_STREAM_DATA).stream()
                .filter(frame -> frame.payloadType() == PayloadType.OUTPUT)
                .toList();
        agent.acknowledges(typed.getFirst());
        test.move(Duration.ofMillis(100));
        await().until(() -> page.accepted() == 3);
        agent.acknowledges(typed.getLast());
        test.move(Duration.ofMillis(100));
        await().until(() -> page.accepted() == 8);
    }

    @Test
    void theExitStatusOfACommandIsReadToo(@TempDir Path other) {
        test = new TestGateway(other);
        plan = test.open(Client.BROWSER, Kind.COMMAND, key.arn());
        test.attach(page, "tab", -1);
        agent.dials().shakesHands().sends(PayloadType.EXIT_CODE, "EXIT_CODE: 3");
        test.gateway.completed(NODE, SESSION, new DataChannels.Completion.Succeeded(null), () -> {});
        agent.link.breakOff(1000);
        await().until(() -> page.ended() != null);
        assertThat(page.cause()).isEqualTo(new EndCause.Exited(3));
    }

    @Test
    void aServerKilledBetweenAnswerAndChallengeProvesItAll() {
        agent.dials().asks();
        test.killAndRestart(plan);
        agent.dials().challenges().proves().prints("$ ");
        test.attach(page, "tab", -1);
        await().until(() -> page.text().equals("$ "));
    }

    @Test
    void aServerKilledBetweenProofAndCompletionGoesOnThere() {
        attachment.typed(keys("abc"), 0);
        agent.dials().asks().challenges();
        test.killAndRestart(plan);
        agent.dials().sendsAgain().proves().prints("$ ");
        attachment = test.attach(page, "tab", -1);
        await().until(() -> page.text().equals("$ "));
        assertThat(agent.read()).isEqualTo("abc");
    }

    @Test
    void aServerKilledInMidSessionHasTheSameKeyAgain() {
        agent.dials().shakesHands().prints("one ");
        attachment.typed(keys("abc"), 0);
        test.killAndRestart(plan);
        var fresh = new SeenOutput();
        attachment = test.attach(fresh, "tab", -1);
        agent.dials().prints("two");
        attachment.typed(keys("def"), 3);
        await().until(() -> fresh.text().equals("one two"));
        assertThat(agent.read()).isEqualTo("abcdef");
    }

    @Test
    void aServerKilledBeforeAnyHandshakeMakesNoSecondKey() throws IOException {
        var wrapped = Files.readAllBytes(folder().resolve(DataKeys.FILE));
        test.killAndRestart(plan);
        assertThat(Files.readAllBytes(folder().resolve(DataKeys.FILE))).isEqualTo(wrapped);
        test.attach(page, "tab", -1);
        agent.dials().shakesHands().prints("$ ");
        await().until(() -> page.text().equals("$ "));
    }

    @Test
    void aNodeThatPrintsInTheClearIsCutOffBeforeAnythingIsShown() {
        agent.dials();
        agent.link.bring(test.output(0, "clear text"));
        await().until(() -> page.ended() != null);
        assertThat(page.cause())
                .isInstanceOfSatisfying(
                        EndCause.Failed.class,
                        failed -> assertThat(failed.output()).contains("in the clear"));
        assertThat(page.text()).isEmpty();
    }

    @Test
    void aNodeThatDoesNotAskForEncryptionIsCutOff() {
        agent = new Agent(null);
        agent.dials().shakesHands();
        await().until(() -> page.ended() != null);
        assertThat(page.cause())
                .isInstanceOfSatisfying(
                        EndCause.Failed.class,
                        failed -> assertThat(failed.output()).contains("does not encrypt"));
    }

    @Test
    void outputThatTheKeyDoesNotOpenIsCutOff() {
        agent.dials().shakesHands().prints("fine");
        await().until(() -> page.text().equals("fine"));
        agent.link.bring(test.stream(MessageType.OUTPUT_STREAM_DATA, PayloadType.OUTPUT, 4, new byte[64]));
        await().until(() -> page.ended() != null);
        assertThat(page.cause())
                .isInstanceOfSatisfying(
                        EndCause.Failed.class,
                        failed -> assertThat(failed.output()).contains("does not open"));
        assertThat(page.text()).isEqualTo("fine");
    }

    @Test
    void theKeyGoesWithTheSession() {
        assertThat(folder().resolve(DataKeys.FILE)).exists();
        test.gateway.cut(SESSION, new EndCause.ClosedByUser());
        await().until(() -> !Files.exists(folder().resolve(DataKeys.FILE)));
    }

    @Test
    void aKmsKeyThatMayNotBeUsedOpensNoSessionAndTakesUpNone(@TempDir Path other) {
        KMS.keys().setEnabled(key.id(), false);
        var second = new TestGateway(other);
        assertThatThrownBy(() -> second.open(Client.BROWSER, Kind.KEYED_TERMINAL, key.arn()))
                .isInstanceOf(SessionKeyUnavailable.class)
                .hasMessageContaining("is disabled");
        assertThatThrownBy(() -> second.open(Client.BROWSER, Kind.KEYED_TERMINAL, "alias/none"))
                .isInstanceOf(SessionKeyUnavailable.class)
                .hasMessageContaining("alias/none");

        test.killAndRestart(plan);
        assertThat(test.ledger.reports()).last().asString().contains("ended").contains("is disabled");
    }

    private Path folder() {
        return home.resolve(SESSION.value());
    }

    /** An agent by hand, whose streams outlive its links. */
    private final class Agent implements SessionKeySource {
        private final AgentHandshake handshake;
        private MemoryLink link = new MemoryLink();
        private @Nullable SessionCipher cipher;
        private @Nullable Frame last;
        private long next;
        private int taken;

        Agent(@Nullable String kmsKeyId) {
            var encryption = kmsKeyId == null
                    ? null
                    : new AgentHandshake.Encryption(
                            this, new SecureRandom(), kmsKeyId, SESSION.value(), NODE.value(), false);
            handshake = new AgentHandshake(
                    new AgentHandshake.Wanted(AgentVersion.POSTERN_AGENT, "Standard_Stream", null, encryption, false));
        }

        Agent dials() {
            link = test.nodeDials();
            return this;
        }

        Agent shakesHands() {
            return asks().challenges().proves();
        }

        Agent asks() {
            return sends(handshake.begin(test.clock.instant()));
        }

        /** Takes the answer to the question; what comes next is sent, and is lost if the server is killed now. */
        Agent challenges() {
            switch (handshake.receive(nextInput(), test.clock.instant())) {
                case Step.Send(var challenge) -> sends(challenge);
                case Step.Completed(var complete, var _, var agreed) -> {
                    cipher = agreed;
                    sends(complete);
                }
                case Step.Failed(var reason) -> throw new AssertionError(reason);
                case Step.Ignored _ -> throw new AssertionError("not an answer");
            }
            return this;
        }

        Agent proves() {
            return cipher == null && handshake.deadline().isPresent() ? challenges() : this;
        }

        Agent sendsAgain() {
            if (last != null) link.bring(last);
            return this;
        }

        Agent prints(String text) {
            return sends(PayloadType.OUTPUT, text);
        }

        Agent sends(int type, String text) {
            if (cipher == null) throw new IllegalStateException("no key was agreed on");
            return sends(new StreamPayload(type, cipher.encrypt(ByteBuffer.wrap(bytes(text)))));
        }

        private Agent sends(StreamPayload payload) {
            var copy = new byte[payload.bytes().remaining()];
            payload.bytes().duplicate().get(copy);
            last = test.stream(MessageType.OUTPUT_STREAM_DATA, payload.type(), next++, copy);
            link.bring(last);
            return this;
        }

        void acknowledges(Frame frame) {
            link.bring(Acknowledgement.of(frame).toFrame(UUID.randomUUID(), test.clock.instant()));
        }

        /** The frame of the number that is due, as an incoming stream has it. */
        private Frame nextInput() {
            int due = taken++;
            return inputs().stream()
                    .filter(frame -> frame.sequence() == due)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("nothing came"));
        }

        private List<Frame> inputs() {
            return link.seen(MessageType.INPUT_STREAM_DATA);
        }

        /** What was typed so far, by number, whichever links it came over. */
        String read() {
            if (cipher == null) throw new IllegalStateException("no key was agreed on");
            var text = new StringBuilder();
            for (var frame : inputs()) {
                if (frame.payloadType() != PayloadType.OUTPUT) continue;
                text.append(StandardCharsets.ISO_8859_1.decode(cipher.decrypt(frame.payload())));
            }
            return text.toString();
        }

        @Override
        public DataKey generate(String keyId, Map<String, String> context) {
            throw new AssertionError("the client's to make");
        }

        @Override
        public byte[] decrypt(String keyId, byte[] blob, Map<String, String> context) {
            assertThat(KMS.keys().find(keyId)).contains(key);
            return KMS.cipher.decrypt(blob, EncryptionContext.of(context));
        }
    }
}
