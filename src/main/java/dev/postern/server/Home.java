package dev.postern.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds everything a server keeps, locked for this process until closed. Made with mode 0700: database and
 * keys are for nobody else on the machine.
 */
final class Home implements AutoCloseable {
    static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final int LONGEST_PID_TEXT = 32;
    /** Far behind the text, since Windows lets nobody read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path directory;
    private final FileLock lock;

    private Home(Path directory, FileLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Makes the directory if need be and takes its lock. @throws StartRefused when another server has it or it cannot be used */
    static Home open(Path wanted) {
        Path directory = wanted.toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
            onlyForUs(directory);
            return new Home(directory, lock(directory));
        } catch (IOException unusable) {
            throw new StartRefused(
                    "Postern's home " + directory + " cannot be used: " + unusable,
                    "Set postern.home (or POSTERN_HOME) to a directory this user may write to.",
                    unusable);
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        lock.channel()
                .close(); // releases the lock; the file stays, since removing it would let two servers lock two files
    }

    private static FileLock lock(Path directory) throws IOException {
        FileChannel file = FileChannel.open(
                directory.resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = tryLock(file);
            if (lock == null) {
                throw new StartRefused(
                        "Another Postern server" + holder(file) + " already runs on the home " + directory + ".",
                        "Stop it first, or give this one a home of its own: --postern.home=DIR or POSTERN_HOME.");
            }
            file.truncate(0);
            file.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
            return lock;
        } catch (IOException | RuntimeException refused) {
            file.close();
            throw refused;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_PID_TEXT);
        file.read(text, 0);
        String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
        return pid.isEmpty() ? "" : " (process " + pid + ")";
    }

    private static void onlyForUs(Path directory) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
