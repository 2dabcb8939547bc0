package dev.postern.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a node keeps who it is and what it has begun. The directory is its owner's alone (0700), so are the files (0600); a file is written whole or not at all. One agent
 * at a time: a second one is refused.
 */
final class StateDirectory implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String IDENTITY = "identity.json";

    private final Path directory;
    private final FileChannel lockFile;
    private final OpenSessions openSessions;

    private StateDirectory(Path directory, FileChannel lockFile, OpenSessions openSessions) {
        this.directory = directory;
        this.lockFile = lockFile;
        this.openSessions = openSessions;
    }

    /** @throws IOException if the directory cannot be made or another agent uses it */
    static StateDirectory open(Path directory) throws IOException {
        makeOwners(directory);
        var lock = directory.resolve("lock");
        var channel = FileChannel.open(
                lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownersFile(directory));
        try {
            if (held(channel) == null) throw new IOException("another agent runs with the state in " + directory);
            return new StateDirectory(directory, channel, OpenSessions.in(directory.resolve("sessions")));
        } catch (IOException unusable) {
            channel.close();
            throw unusable;
        }
    }

    private static @Nullable FileLock held(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // in this very process
        }
    }

    /** @throws IOException if there is one that cannot be read */
    Optional<NodeIdentity> identity() throws IOException {
        var file = directory.resolve(IDENTITY);
        try {
            var json = JSON.readTree(Files.readString(file));
            return Optional.of(NodeIdentity.of(
                    text(json, "instanceId"),
                    text(json, "region"),
                    text(json, "fingerprint"),
                    text(json, "privateKey"),
                    text(json, "publicKey")));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JacksonException | GeneralSecurityException broken) {
            throw new IOException(file + " is not a node's identity; move it away to register anew", broken);
        }
    }

    void keep(NodeIdentity identity) throws IOException {
        var json = JSON.createObjectNode()
                .put("instanceId", identity.instanceId())
                .put("region", identity.region())
                .put("fingerprint", identity.fingerprint())
                .put("privateKey", NodeIdentity.encoded(identity.privateKey()))
                .put("publicKey", NodeIdentity.encoded(identity.publicKey()));
        write(directory.resolve(IDENTITY), JSON.writeValueAsBytes(json));
    }

    OpenSessions openSessions() {
        return openSessions;
    }

    /** The jobs of this node. */
    JobFiles jobs() throws IOException {
        var jobs = directory.resolve("jobs");
        if (!Files.isDirectory(jobs)) Files.createDirectory(jobs, ownersAlone(directory, "rwx------"));
        return new JobFiles(jobs);
    }

    static void write(Path file, byte[] content) throws IOException {
        var directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
        var draft = Files.createTempFile(directory, "draft", ".tmp", ownersAlone(directory, "rw-------"));
        try {
            try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) channel.write(bytes);
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static String text(JsonNode json, String name) throws GeneralSecurityException {
        var value = json.path(name).asString("");
        if (value.isEmpty()) throw new GeneralSecurityException("no " + name);
        return value;
    }

    /** A directory that is its owner's alone from now on. */
    static void makeOwners(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) Files.createDirectories(directory, ownersAlone(directory, "rwx------"));
        if (isPosix(directory)) Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    /** What a new file there is made with. */
    static FileAttribute<?>[] ownersFile(Path directory) {
        return ownersAlone(directory, "rw-------");
    }

    static FileAttribute<?>[] ownersAlone(Path near, String permissions) {
        return isPosix(near)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
