package dev.postern.e2e;

import dev.postern.e2e.Transcript.End;
import dev.postern.e2e.Transcript.HungUp;
import dev.postern.e2e.Transcript.Opened;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections of a replay, by the numbers that they have in the recording. */
final class PlayedSockets implements AutoCloseable {
    private final SignedCalls calls;
    private final Map<Integer, PlayedSocket> byNumber = new HashMap<>();
    private final Map<PlayedSocket, End> ends = new HashMap<>();
    /** Those of which the end was told that the session is over. */
    private final Set<PlayedSocket> dismissed = new HashSet<>();
    /** The newest control channel. Most recordings do not open theirs: it stood before they began. */
    private @Nullable PlayedSocket control;

    PlayedSockets(SignedCalls calls) {
        this.calls = calls;
    }

    void open(Opened opened, SignedCalls.@Nullable Key key, String target) throws IOException {
        var socket = PlayedSocket.dial(calls, key, target);
        byNumber.put(opened.connection(), socket);
        ends.put(socket, opened.end());
        if (opened.control()) control = socket;
    }

    /** Empty for a data channel of a session that began before the recording. */
    Optional<PlayedSocket> find(int connection, boolean onControl) {
        return Optional.ofNullable(byNumber.getOrDefault(connection, onControl ? control : null));
    }

    PlayedSocket get(int connection, boolean onControl) {
        return find(connection, onControl)
                .orElseThrow(() -> new AssertionError("the recording does not open connection " + connection));
    }

    /**
     * Whoever did it hangs up; but where the relay cut on purpose the end does it, since a server has no reason to.
     *
     * @return false for a connection that was never there
     */
    boolean hangUp(HungUp hungUp) throws IOException, InterruptedException {
        var socket = find(hungUp.connection(), hungUp.control());
        if (socket.isEmpty()) return false;
        if (dismissed.contains(socket.get())) socket.get().awaitEnd("after the session's end");
        socket.get().close();
        return true;
    }

    /** The first frame of that type that nobody has claimed. */
    Frame claim(PlayedSocket socket, MessageType type) throws InterruptedException {
        var found = socket.claim(
                "a frame of type " + type.name(), frame -> frame.type().equals(type));
        if (type.equals(MessageType.CHANNEL_CLOSED) && ends.get(socket) == End.PLUGIN) dismissed.add(socket);
        return found;
    }

    boolean isDismissed(PlayedSocket socket) {
        return dismissed.contains(socket);
    }

    /** The server hangs up by itself on a plugin to which it has said the last. */
    void awaitEnds() throws InterruptedException {
        for (var socket : dismissed) socket.awaitEnd("after the session's end");
    }

    Map<PlayedSocket, End> ends() {
        return ends;
    }

    @Override
    public void close() throws IOException {
        for (var socket : ends.keySet()) socket.close();
    }
}
