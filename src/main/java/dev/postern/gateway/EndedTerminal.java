package dev.postern.gateway;

import dev.postern.session.SessionId;
import dev.postern.session.SessionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A session that is over, shown once more: its last output and its end. */
final class EndedTerminal implements Attachment {
    /** How long a page may take to draw it. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BrowserEnd end;

    private EndedTerminal(BrowserEnd end) {
        this.end = end;
    }

    static Attachment show(
            SessionId id, Surroundings around, SessionState.Ended state, Viewer viewer, AttachRequest request) {
        try {
            var folder = around.spools().resolve(id.value());
            var settings = around.settings();
            // its spool may have been kept long enough: then there is nothing to show but the end
            var spool = Spool.openToRead(folder);
            var from =
                    Replay.from(spool, request.resumeFrom(), settings.replay().toBytes());
            var nothingTyped = new InputJournal.Typed(0, 0);
            var end = new BrowserEnd(
                    viewer,
                    spool,
                    settings.window().toBytes(),
                    request.client(),
                    from.offset(),
                    spool.end(),
                    from.exact(),
                    nothingTyped);
            end.end(state, true);
            end.start(id.value());
            Thread.ofVirtual().name("ended-" + id).start(() -> {
                try (spool) {
                    end.awaitFinished(PATIENCE);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return new EndedTerminal(end);
        } catch (IOException e) {
            throw new UncheckedIOException("the spool of " + id + " cannot be read", e);
        }
    }

    @Override
    public long received() {
        return 0;
    }

    @Override
    public void typed(ByteBuffer bytes, long offsetOfFirstByte) {
        // nobody is there to read it
    }

    @Override
    public void size(int cols, int rows) {
        // what was shown was made for another size anyway
    }

    @Override
    public void parsed(long outputOffset) {
        end.parsed(outputOffset);
    }

    @Override
    public void close() {
        end.leave();
    }
}
