package dev.postern.protocol;

import static dev.postern.protocol.SmuxFrame.HEADER_BYTES;

import dev.postern.protocol.SmuxFrame.Command;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Many TCP connections in one port session: smux version 1 over the byte stream of the session's payloads. The client opens streams, the agent is
 * the server and accepts them. Keeps no data: what comes is handed on as views of what was put in, however it was cut.
 *
 * <p>Version 1 has no window, so one stream that is not read holds up all: the caller stops receiving when it cannot hand on.
 * Not safe for use by several threads at once.
 */
public final class SmuxSession {
    /** How many streams may be open at once. Far more than browsers open through a forwarded port. */
    public static final int MAX_STREAMS = 1024;

    static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    /** Stock ends look every 30 s whether anything came since the last look, so they end 30 to 60 s after the last byte. */
    static final Duration SILENCE = Duration.ofSeconds(60);

    private static final int FIRST_CLIENT_STREAM = 3;

    /** What came from the other end. */
    public sealed interface Event {
        int stream();

        /** The client opened a stream: dial. */
        record Opened(int stream) implements Event {}

        /** Bytes of a stream, a view of the buffer given to {@link #receive}. */
        record Data(int stream, ByteBuffer bytes) implements Event {}

        /** No more will come on this stream. The stock ends then close their connection: answer with {@link #close}. */
        record Closed(int stream) implements Event {}

        /** The client opened more than {@link #MAX_STREAMS}: send this back, the stream does not exist. */
        record Refused(int stream, ByteBuffer answer) implements Event {}
    }

    /** A stream that this end opened: send the bytes before any of its data. */
    public record Opening(int stream, ByteBuffer bytes) {}

    private enum Half {
        OPEN,
        CLOSED_HERE,
        CLOSED_THERE
    }

    private final boolean client;
    private final boolean keepsAlive;
    private final Map<Integer, Half> streams = new HashMap<>();
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);

    /** Of the push that is being received. */
    private int dataStream;

    private int dataLeft;

    private int nextStream = FIRST_CLIENT_STREAM;
    private Instant lastReceived;
    private Instant lastKeptAlive;

    private SmuxSession(boolean client, boolean keepsAlive, Instant now) {
        this.client = client;
        this.keepsAlive = keepsAlive;
        this.lastReceived = now;
        this.lastKeptAlive = now;
    }

    /**
     * The end that opens streams.
     *
     * @param keepsAlive as {@link PortMode} says
     */
    public static SmuxSession client(boolean keepsAlive, Instant now) {
        return new SmuxSession(true, keepsAlive, now);
    }

    /**
     * The end that accepts streams.
     *
     * @param keepsAlive as {@link PortMode} says
     */
    public static SmuxSession server(boolean keepsAlive, Instant now) {
        return new SmuxSession(false, keepsAlive, now);
    }

    /**
     * Takes the next bytes, cut anywhere; all are consumed.
     *
     * @throws ProtocolViolation for what is not smux version 1: the session cannot go on
     */
    public List<Event> receive(ByteBuffer bytes, Instant now) {
        if (bytes.hasRemaining()) lastReceived = now;
        var events = new ArrayList<Event>();
        while (bytes.hasRemaining()) {
            if (dataLeft > 0) receiveData(bytes, events);
            else receiveHeader(bytes, events);
        }
        return events;
    }

    private void receiveData(ByteBuffer bytes, List<Event> events) {
        var length = Math.min(dataLeft, bytes.remaining());
        var data = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        dataLeft -= length;
        var half = streams.get(dataStream);
        if (half == Half.OPEN || half == Half.CLOSED_HERE) events.add(new Event.Data(dataStream, data));
    }

    private void receiveHeader(ByteBuffer bytes, List<Event> events) {
        while (header.hasRemaining() && bytes.hasRemaining()) header.put(bytes.get());
        if (header.hasRemaining()) return;
        var frame = SmuxFrame.parse(header.flip());
        header.clear();
        switch (frame.command()) {
            case SYN -> opened(frame.stream(), events);
            case FIN -> closed(frame.stream(), events);
            case PSH -> {
                dataStream = frame.stream();
                dataLeft = frame.length();
            }
            case NOP -> {}
        }
    }

    private void opened(int stream, List<Event> events) {
        if (client) throw new ProtocolViolation("a smux SYN from the server: only clients open streams");
        if (streams.containsKey(stream)) return;
        if (streams.size() >= MAX_STREAMS) {
            events.add(new Event.Refused(stream, SmuxFrame.bytes(Command.FIN, stream)));
            return;
        }
        streams.put(stream, Half.OPEN);
        events.add(new Event.Opened(stream));
    }

    private void closed(int stream, List<Event> events) {
        var half = streams.get(stream);
        if (half == null || half == Half.CLOSED_THERE) return;
        if (half == Half.CLOSED_HERE) streams.remove(stream);
        else streams.put(stream, Half.CLOSED_THERE);
        events.add(new Event.Closed(stream));
    }

    /** Client: whether {@link #open} may be called. */
    public boolean hasRoom() {
        return streams.size() < MAX_STREAMS && nextStream > 0;
    }

    /**
     * Client: a new stream.
     *
     * @throws IllegalStateException at a server, and beyond {@link #MAX_STREAMS} open ones
     */
    public Opening open() {
        if (!client) throw new IllegalStateException("a smux server opens no streams");
        if (!hasRoom())
            throw new IllegalStateException(streams.size() + " smux streams are open: the most is " + MAX_STREAMS);
        var stream = nextStream;
        nextStream += 2;
        streams.put(stream, Half.OPEN);
        return new Opening(stream, SmuxFrame.bytes(Command.SYN, stream));
    }

    /** The data as smux frames, to be sent in order and cut as one likes; empty if this end of the stream is closed or there is no data. */
    public ByteBuffer send(int stream, ByteBuffer data) {
        var half = streams.get(stream);
        if (half == null || half == Half.CLOSED_HERE) return ByteBuffer.allocate(0);
        var rest = data.duplicate();
        var frames = (rest.remaining() + SmuxFrame.MAX_SENT_DATA - 1) / SmuxFrame.MAX_SENT_DATA;
        var bytes = ByteBuffer.allocate(rest.remaining() + frames * HEADER_BYTES);
        while (rest.hasRemaining()) {
            var length = Math.min(rest.remaining(), SmuxFrame.MAX_SENT_DATA);
            new SmuxFrame(Command.PSH, length, stream).writeTo(bytes);
            bytes.put(rest.slice(rest.position(), length));
            rest.position(rest.position() + length);
        }
        return bytes.flip();
    }

    /** Ends this end's half of the stream: the FIN to be sent, or nothing if it was closed before. */
    public ByteBuffer close(int stream) {
        var half = streams.get(stream);
        if (half == null || half == Half.CLOSED_HERE) return ByteBuffer.allocate(0);
        if (half == Half.CLOSED_THERE) streams.remove(stream);
        else streams.put(stream, Half.CLOSED_HERE);
        return SmuxFrame.bytes(Command.FIN, stream);
    }

    /** When {@link #keepAlive} will have something to send; never without keep-alive. */
    public Optional<Instant> nextKeepAlive() {
        return keepsAlive ? Optional.of(lastKeptAlive.plus(KEEP_ALIVE)) : Optional.empty();
    }

    /** The NOP to be sent, every 10 s; else nothing. */
    public Optional<ByteBuffer> keepAlive(Instant now) {
        var due = nextKeepAlive();
        if (due.isEmpty() || now.isBefore(due.get())) return Optional.empty();
        lastKeptAlive = now;
        return Optional.of(SmuxFrame.bytes(Command.NOP, 0));
    }

    /** Whether the other end has been silent for so long that it must be gone; never without keep-alive. */
    public boolean isSilent(Instant now) {
        return keepsAlive && !now.isBefore(lastReceived.plus(SILENCE));
    }

    /** How many streams are not closed at both ends. */
    public int openStreams() {
        return streams.size();
    }
}
