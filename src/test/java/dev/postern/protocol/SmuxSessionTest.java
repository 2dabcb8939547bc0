package dev.postern.protocol;

import static dev.postern.protocol.Samples.START;
import static dev.postern.protocol.Samples.bytes;
import static dev.postern.protocol.Samples.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.postern.protocol.SmuxSession.Event;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmuxSessionTest {
    private final SmuxSession client = SmuxSession.client(false, START);
    private final SmuxSession server = SmuxSession.server(false, START);

    private List<Event> atServer(ByteBuffer bytes) {
        return server.receive(bytes, START);
    }

    private List<Event> atClient(ByteBuffer bytes) {
        return client.receive(bytes, START);
    }

    @Test
    void clientsNumberTheirStreamsOddFromThree() {
        assertThat(client.open().stream()).isEqualTo(3);
        assertThat(client.open().stream()).isEqualTo(5);
        assertThat(client.openStreams()).isEqualTo(2);
    }

    @Test
    void bytesGoBothWays() {
        var opening = client.open();
        assertThat(atServer(opening.bytes())).containsExactly(new Event.Opened(3));
        assertThat(atServer(client.send(3, bytes("GET /")))).containsExactly(new Event.Data(3, bytes("GET /")));
        assertThat(atClient(server.send(3, bytes("200")))).containsExactly(new Event.Data(3, bytes("200")));
    }

    @Test
    void aStreamIsGoneWhenBothEndsClosedIt() {
        atServer(client.open().bytes());
        assertThat(atServer(client.close(3))).containsExactly(new Event.Closed(3));
        assertThat(server.openStreams()).isEqualTo(1);
        assertThat(atClient(server.send(3, bytes("late")))).containsExactly(new Event.Data(3, bytes("late")));
        assertThat(atClient(server.close(3))).containsExactly(new Event.Closed(3));

        assertThat(server.openStreams()).isZero();
        assertThat(client.openStreams()).isZero();
    }

    @Test
    void nothingIsSentOnAClosedOrUnknownStream() {
        client.open();
        client.close(3);

        assertThat(client.send(3, bytes("x")).hasRemaining()).isFalse();
        assertThat(client.close(3).hasRemaining()).isFalse();
        assertThat(client.send(99, bytes("x")).hasRemaining()).isFalse();
        assertThat(client.close(99).hasRemaining()).isFalse();
    }

    @Test
    void dataAndEndOfUnknownStreamsAreDropped() {
        assertThat(atServer(hex("010205000900000068656c6c6f"))).isEmpty();
        assertThat(atServer(hex("0101000009000000"))).isEmpty();
        atServer(client.open().bytes());
        atServer(client.close(3));
        assertThat(atServer(hex("010202000300000068690101000003000000"))).isEmpty();
    }

    @Test
    void aSecondOpeningOfAStreamIsNoNews() {
        var syn = client.open().bytes();
        atServer(syn.duplicate());

        assertThat(atServer(syn)).isEmpty();
    }

    @Test
    void largeDataIsSentInFramesOf32Kibibytes() {
        atServer(client.open().bytes());
        var data = ByteBuffer.allocate(70_000);

        var sent = client.send(3, data);

        assertThat(sent.remaining()).isEqualTo(70_000 + 3 * 8);
        assertThat(atServer(sent))
                .extracting(event -> ((Event.Data) event).bytes().remaining())
                .containsExactly(32_768, 32_768, 4_464);
        assertThat(data.remaining()).isEqualTo(70_000);
    }

    @Test
    void framesOfAnySizeTheHeaderCanSayAreTaken() {
        atServer(client.open().bytes());
        var frame = ByteBuffer.allocate(8 + 65_535).put(hex("0102ffff03000000")).position(0);

        assertThat(atServer(frame)).containsExactly(new Event.Data(3, ByteBuffer.allocate(65_535)));
    }

    @Test
    void dataIsHandedOnWithoutWaitingForTheWholeFrame() {
        atServer(client.open().bytes());

        assertThat(atServer(hex("01020500030000006865"))).containsExactly(new Event.Data(3, bytes("he")));
        assertThat(atServer(hex("6c6c6f"))).containsExactly(new Event.Data(3, bytes("llo")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0200000003000000",
                "0000000003000000",
                "ff00000003000000",
                "0104000003000000",
                "01ff000003000000",
                "0100010003000000",
                "0101010003000000",
                "0103010000000000"
            })
    void whatIsNotVersionOneEndsTheSession(String header) {
        assertThatExceptionOfType(ProtocolViolation.class)
                .isThrownBy(() -> atServer(hex(header)))
                .withMessageContaining("smux");
    }

    @Test
    void serversOpenNothing() {
        assertThatIllegalStateException().isThrownBy(server::open);
        assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> atClient(hex("0100000002000000")));
    }

    @Test
    void streamsBeyondTheLimitAreRefusedAndTheRestGoesOn() {
        for (var i = 0; i < SmuxSession.MAX_STREAMS; i++) atServer(client.open().bytes());

        assertThat(client.hasRoom()).isFalse();
        assertThatIllegalStateException().isThrownBy(client::open);
        assertThat(atServer(hex("0100000001100000")))
                .containsExactly(new Event.Refused(0x1001, hex("0101000001100000")));
        assertThat(atServer(client.send(3, bytes("x")))).containsExactly(new Event.Data(3, bytes("x")));
        client.close(3);
        atClient(server.close(3));
        assertThat(client.hasRoom()).isTrue();
    }

    @Test
    void keepAliveIsSentEveryTenSecondsByThoseWhoNeedIt() {
        var old = SmuxSession.server(true, START);

        assertThat(old.nextKeepAlive()).contains(START.plusSeconds(10));
        assertThat(old.keepAlive(START.plusSeconds(9))).isEmpty();
        assertThat(old.keepAlive(START.plusSeconds(10))).contains(hex("0103000000000000"));
        assertThat(old.nextKeepAlive()).contains(START.plusSeconds(20));
        assertThat(server.nextKeepAlive()).isEmpty();
        assertThat(server.keepAlive(START.plusSeconds(100))).isEmpty();
    }

    @Test
    void silenceEndsASessionThatKeepsAlive() {
        var old = SmuxSession.server(true, START);

        assertThat(old.isSilent(START.plusSeconds(59))).isFalse();
        assertThat(old.isSilent(START.plusSeconds(60))).isTrue();
        assertThat(old.receive(hex("0103000000000000"), START.plusSeconds(59))).isEmpty();
        assertThat(old.isSilent(START.plusSeconds(118))).isFalse();
        assertThat(server.isSilent(START.plusSeconds(1000))).isFalse();
    }

    @Test
    void theBytesMayBeCutAnywhere() {
        for (var seed = 0L; seed < 500; seed++) {
            var random = new Random(seed);
            var sender = SmuxSession.client(false, START);
            var wire = new ByteArrayOutputStream();
            var sent = new HashMap<Integer, String>();
            var streams = new ArrayList<Integer>();
            for (var step = 0; step < 60; step++) {
                if (streams.isEmpty() || random.nextInt(4) == 0) {
                    var opening = sender.open();
                    streams.add(opening.stream());
                    write(wire, opening.bytes());
                } else {
                    var stream = streams.get(random.nextInt(streams.size()));
                    var text = "x".repeat(random.nextInt(40)) + step;
                    write(wire, sender.send(stream, bytes(text)));
                    sent.merge(stream, text, String::concat);
                    if (random.nextInt(6) == 0) {
                        write(wire, sender.close(stream));
                        sent.merge(stream, "<end>", String::concat);
                        streams.remove((Object) stream);
                    }
                }
            }
            assertThat(receivedInPieces(wire.toByteArray(), random))
                    .as("seed %d", seed)
                    .isEqualTo(sent);
        }
    }

    private static void write(ByteArrayOutputStream wire, ByteBuffer bytes) {
        while (bytes.hasRemaining()) wire.write(bytes.get());
    }

    private static Map<Integer, String> receivedInPieces(byte[] wire, Random random) {
        var receiver = SmuxSession.server(false, START);
        var received = new HashMap<Integer, String>();
        for (var at = 0; at < wire.length; ) {
            var length = Math.min(wire.length - at, random.nextInt(30));
            for (var event : receiver.receive(ByteBuffer.wrap(wire, at, length), START)) {
                switch (event) {
                    case Event.Opened _ -> {}
                    case Event.Data(var stream, var data) -> received.merge(stream, Samples.text(data), String::concat);
                    case Event.Closed(var stream) -> received.merge(stream, "<end>", String::concat);
                    case Event.Refused _ -> throw new AssertionError("refused");
                }
            }
            at += length;
        }
        return received;
    }

    @Test
    void anyBytesAreEventsOrAViolation() {
        for (var seed = 0L; seed < 5_000; seed++) {
            var random = new Random(seed);
            var soup = new byte[random.nextInt(100)];
            random.nextBytes(soup);
            for (var i = 0; i < soup.length; i += 8) soup[i] = 1;
            try {
                SmuxSession.server(false, START).receive(ByteBuffer.wrap(soup), START);
            } catch (ProtocolViolation refused) {
                assertThat(refused.getMessage()).contains("smux");
            }
        }
    }
}
