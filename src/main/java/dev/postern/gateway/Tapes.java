package dev.postern.gateway;

import dev.postern.gateway.spi.SessionTape;
import dev.postern.gateway.spi.SessionTapes;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionState;
import dev.postern.session.spi.SessionLedger;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The folders of sessions, for whoever keeps what is in them elsewhere. */
final class Tapes implements SessionTapes {
    /** A file that says that a folder's content has been kept elsewhere. */
    private static final String RELEASED = "released";

    private final Path spools;
    private final SessionLedger ledger;
    private final Map<SessionId, Growing> growing = new ConcurrentHashMap<>();

    Tapes(Path spools, SessionLedger ledger) {
        this.spools = spools;
        this.ledger = ledger;
    }

    /** From now on these files are written. */
    void begin(SessionId id, Growing files) {
        growing.put(id, files);
    }

    /** They are closed. */
    void end(SessionId id) {
        growing.remove(id);
    }

    private Path folder(SessionId id) {
        return spools.resolve(id.value());
    }

    @Override
    public Optional<SessionTape> open(SessionId id) throws IOException {
        var folder = folder(id);
        if (!isTape(folder)) return Optional.empty();
        var readable = ledger.find(id).filter(session -> !session.unrecorded()).isPresent();
        return Optional.of(Tape.open(folder, readable, () -> growing.get(id)));
    }

    /** The timeline is the last of its files to be made. */
    private static boolean isTape(Path folder) {
        return Files.exists(folder.resolve(Timeline.FILE));
    }

    @Override
    public Set<SessionId> all() throws IOException {
        var all = new HashSet<SessionId>();
        try (var folders = Files.newDirectoryStream(spools, Tapes::isTape)) {
            for (var folder : folders) {
                var name = folder.getFileName().toString();
                if (SessionId.isValid(name)) all.add(new SessionId(name));
            }
        } catch (NoSuchFileException e) {
            // no session yet
        }
        return all;
    }

    @Override
    public boolean grows(SessionId id) {
        // in this order: a live session whose relay is not there yet gets one, one that ended gets none
        return growing.containsKey(id)
                || ledger.find(id)
                        .map(Session::state)
                        .filter(SessionState::live)
                        .isPresent();
    }

    @Override
    public void release(SessionId id) throws IOException {
        if (grows(id)) throw new IllegalStateException(id + " is live: its tape cannot be released before its end");
        try {
            Files.createFile(folder(id).resolve(RELEASED));
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            // it is so already, or it is deleted
        }
    }

    /** Whether nobody needs this folder any more: it is kept elsewhere, there is no tape in it, or no such session. */
    boolean isDispensable(SessionId id) {
        if (growing.containsKey(id)) return false;
        var folder = folder(id);
        return Files.exists(folder.resolve(RELEASED))
                || !isTape(folder)
                || ledger.find(id).isEmpty();
    }
}
