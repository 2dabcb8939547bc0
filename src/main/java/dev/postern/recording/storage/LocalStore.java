package dev.postern.recording.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A directory. A file is written under another name, brought to the disk, and given its name then; the folder is brought to the disk after it. So
 * neither a killed process nor a lost machine leaves half a file under a name that counts.
 */
final class LocalStore implements RecordingStore {
    private static final String UNFINISHED = ".part";

    private final Path root;

    LocalStore(Path root) {
        this.root = root;
    }

    @Override
    public Where where() {
        return Where.LOCAL;
    }

    @Override
    public void put(String folder, String file, byte[] bytes) throws IOException {
        var home = folder(folder);
        make(home);
        var unfinished = home.resolve(file + UNFINISHED);
        try {
            write(unfinished, bytes);
            Files.move(
                    unfinished,
                    home.resolve(file),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        force(home);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) channel.write(rest);
            channel.force(true);
        }
    }

    /** A new folder is a change of the one above it: that has to reach the disk as well. */
    private void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        var above = folder.getParent();
        if (above != null && folder.startsWith(root)) make(above);
        Files.createDirectories(folder);
        if (above != null) force(above);
    }

    private static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<byte[]> get(String folder, String file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(folder(folder).resolve(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        var home = folder(folder);
        if (!Files.isDirectory(home)) return List.of();
        var names = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(home)) {
            for (var file : files) {
                var name = String.valueOf(file.getFileName());
                if (!name.endsWith(UNFINISHED)) names.add(name);
            }
        }
        names.sort(null);
        return names;
    }

    @Override
    public void delete(String folder, String file) throws IOException {
        var home = folder(folder);
        Files.deleteIfExists(home.resolve(file));
        tidy(home);
    }

    @Override
    public void delete(String folder) throws IOException {
        var home = folder(folder);
        if (!Files.isDirectory(home)) return;
        try (var files = Files.newDirectoryStream(home)) {
            for (var file : files) Files.deleteIfExists(file);
        }
        tidy(home);
    }

    /** Folders that have become empty, up to the root: years go on for ever. */
    private void tidy(Path folder) throws IOException {
        for (var at = folder; at != null && !at.equals(root) && at.startsWith(root); at = at.getParent()) {
            if (!isEmpty(at)) return;
            try {
                Files.deleteIfExists(at);
            } catch (DirectoryNotEmptyException _) {
                return; // somebody was quicker, and puts something there
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return true;
        try (var files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    private Path folder(String folder) {
        var inside = root.resolve(folder).normalize();
        if (!inside.startsWith(root) || inside.equals(root))
            throw new IllegalArgumentException("no folder of a recording: " + folder);
        return inside;
    }
}
