package dev.postern.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions whose end the server has not heard of: an empty file each, in the state directory. Shells die with the agent's process, however it
 * ends; so an agent that finds some of these when it starts can say that they are over, where the server would wait for them in vain.
 *
 * <p>Not forced to the disk: what a killed machine forgets, the server gives up after its grace period.
 */
final class OpenSessions {

    private static final Logger log = LoggerFactory.getLogger(OpenSessions.class);

    /** Of an id's bytes: ids are the server's choice, and file names are not. */
    private static final HexFormat NAME = HexFormat.of();

    private final Path directory;

    private OpenSessions(Path directory) {
        this.directory = directory;
    }

    /** @throws IOException if the directory cannot be made */
    static OpenSessions in(Path directory) throws IOException {
        StateDirectory.makeOwners(directory);
        return new OpenSessions(directory);
    }

    /** Before anything runs in it. A session that cannot be remembered runs all the same: the server finds out more slowly. */
    void remember(String sessionId) {
        try {
            Files.createFile(file(sessionId), StateDirectory.ownersFile(directory));
        } catch (FileAlreadyExistsException _) {
            // asked for twice
        } catch (IOException failed) {
            log.atWarn().addKeyValue("session", sessionId).setCause(failed).log("session not remembered");
        }
    }

    /** Its end was told. */
    void forget(String sessionId) {
        try {
            Files.deleteIfExists(file(sessionId));
        } catch (IOException failed) {
            log.atWarn().addKeyValue("session", sessionId).setCause(failed).log("session not forgotten");
        }
    }

    /** None of them is this node's any more. */
    void clear() {
        for (var id : remembered()) forget(id);
    }

    List<String> remembered() {
        var ids = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                try {
                    ids.add(new String(NAME.parseHex(String.valueOf(file.getFileName())), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException _) {
                    // not one of ours
                }
            }
        } catch (IOException failed) {
            log.atWarn().addKeyValue("directory", directory).setCause(failed).log("open sessions not known");
        }
        return ids;
    }

    private Path file(String sessionId) {
        return directory.resolve(NAME.formatHex(sessionId.getBytes(StandardCharsets.UTF_8)));
    }
}
