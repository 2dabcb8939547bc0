package dev.postern.recording;

import dev.postern.gateway.spi.Happening;
import dev.postern.gateway.spi.Place;
import dev.postern.gateway.spi.Reel;
import dev.postern.gateway.spi.SessionTape;
import dev.postern.gateway.spi.SessionTapes;
import dev.postern.session.SessionId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tapes in memory, which a test plays what it likes to; outputs count as frames, all else as notes. */
final class PlayedTapes implements SessionTapes {
    private final Map<SessionId, List<Happening>> tapes = new HashMap<>();
    final Set<SessionId> released = new HashSet<>();
    /** From this happening on a tape cannot be read. */
    final Map<SessionId, Integer> torn = new HashMap<>();

    /** Those that are not closed though their sessions ended. */
    final Set<SessionId> growing = new HashSet<>();

    int open;
    boolean refusesRelease;

    List<Happening> tape(SessionId id) {
        return tapes.computeIfAbsent(id, _ -> new ArrayList<>());
    }

    void lose(SessionId id) {
        tapes.remove(id);
    }

    @Override
    public Optional<SessionTape> open(SessionId id) {
        if (!tapes.containsKey(id)) return Optional.empty();
        open++;
        return Optional.of(new SessionTape() {
            @Override
            public Reel read(Place from, int most) throws IOException {
                var all = tape(id);
                var end = torn.getOrDefault(id, Integer.MAX_VALUE);
                var at = (int) (from.frame() + from.note());
                if (at > all.size()) throw new IOException("the place is beyond what there is");
                var reel = new ArrayList<Happening>();
                long frames = 0;
                long notes = 0;
                for (var left = most; left > 0 && at < all.size(); at++) {
                    if (at >= end) throw new IOException("torn");
                    var next = all.get(at);
                    switch (next) {
                        case Happening.Output output -> {
                            frames++;
                            left -= output.bytes().remaining();
                        }
                        case Happening.Input input -> {
                            notes++;
                            left -= input.bytes().remaining();
                        }
                        case Happening.HiddenInput _,
                                Happening.Resized _,
                                Happening.Person _,
                                Happening.State _,
                                Happening.Traffic _ -> {
                            notes++;
                            left -= 16;
                        }
                    }
                    reel.add(
                            next instanceof Happening.Output(var when, var bytes)
                                    ? new Happening.Output(when, copy(bytes))
                                    : next);
                }
                return new Reel(reel, new Place(from.frame() + frames, from.note() + notes));
            }

            @Override
            public void close() {
                open--;
            }
        });
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }

    @Override
    public Set<SessionId> all() {
        return tapes.keySet();
    }

    @Override
    public boolean grows(SessionId id) {
        return growing.contains(id);
    }

    @Override
    public void release(SessionId id) throws IOException {
        if (refusesRelease) throw new IOException("not now");
        released.add(id);
    }
}
