package dev.postern.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the master key: the setting, else the file in the home, which the first start makes. A file {@code master.key.next} beside it is the
 * master key from the next start on; the one it follows is kept by its version until somebody deletes it.
 */
final class MasterKey {
    static final int BYTES = 32;
    static final String FILE = "master.key";
    static final String NEXT = FILE + ".next";
    static final String PREVIOUS = FILE + ".previous";
    private static final String SETTING = "postern.master-key (POSTERN_MASTER_KEY)";
    private static final String PREVIOUS_SETTING = "postern.master-key-previous (POSTERN_MASTER_KEY_PREVIOUS)";
    // A key is 44 characters and perhaps a line end; whatever is longer is not a key, and need not be read.
    private static final int LONGEST_FILE = 1024;
    private static final Logger log = LoggerFactory.getLogger(MasterKey.class);

    private MasterKey() {}

    static MasterKeys find(MasterKeySettings settings, SecureRandom random) {
        var given = settings.masterKey();
        if (given != null && !given.isBlank()) {
            return new MasterKeys(decode(given, SETTING), previous(settings));
        }
        var home = settings.home();
        if (home == null) {
            throw new MasterKeyRefused("neither " + SETTING + " nor postern.home is set: there is no master key");
        }
        try {
            return inHome(home, previous(settings), random);
        } catch (IOException e) {
            throw new MasterKeyRefused("cannot read or make the master key in " + home.resolve(FILE) + ": " + e, e);
        }
    }

    private static List<SecretKey> previous(MasterKeySettings settings) {
        return settings.masterKeyPrevious().stream()
                .filter(text -> !text.isBlank())
                .map(text -> decode(text, PREVIOUS_SETTING))
                .toList();
    }

    private static MasterKeys inHome(Path home, List<SecretKey> previous, SecureRandom random) throws IOException {
        var file = home.resolve(FILE);
        var next = home.resolve(NEXT);
        if (Files.exists(next)) {
            var older = new ArrayList<>(previous);
            if (Files.exists(file)) older.add(read(file)); // else a settling was killed between its two moves
            return new MasterKeys(read(next), older);
        }
        if (!Files.exists(file)) {
            make(home, file, random);
            log.atInfo().addKeyValue("file", file).log("made a master key");
        }
        return new MasterKeys(read(file), previous);
    }

    /** Everything is sealed with the current key: the next one becomes the one. */
    static void settled(MasterKeySettings settings) {
        var home = settings.home();
        var given = settings.masterKey();
        if (home == null || given != null && !given.isBlank() || !Files.exists(home.resolve(NEXT))) return;
        try {
            if (Files.exists(home.resolve(FILE)))
                Files.move(home.resolve(FILE), home.resolve(PREVIOUS), StandardCopyOption.ATOMIC_MOVE);
            Files.move(home.resolve(NEXT), home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            log.atInfo()
                    .addKeyValue("file", home.resolve(PREVIOUS))
                    .log("kept the previous master key: backups from before need it, nothing else does");
        } catch (IOException e) {
            throw new MasterKeyRefused("cannot put the new master key in its place in " + home + ": " + e, e);
        }
    }

    /**
     * Makes the key that the next start goes over to.
     *
     * @return its file
     * @throws MasterKeyRefused when this home has no master key of its own, or one waits already
     */
    static Path makeNext(Path home, SecureRandom random) {
        if (!Files.exists(home.resolve(FILE)))
            throw new MasterKeyRefused("there is no " + FILE + " in " + home + ": a key that is given as " + SETTING
                    + " is changed by giving another one, and the old one as " + PREVIOUS_SETTING);
        var next = home.resolve(NEXT);
        if (Files.exists(next))
            throw new MasterKeyRefused("a new master key waits already for the next start of the server: " + next);
        try {
            make(home, next, random);
            return next;
        } catch (IOException e) {
            throw new MasterKeyRefused("cannot make " + next + ": " + e, e);
        }
    }

    private static SecretKey read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new MasterKeyRefused(file + " is too long for a master key");
        }
        if (isPosix(file)) {
            var others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            others.retainAll(PosixFilePermissions.fromString("---rwxrwx"));
            if (!others.isEmpty()) {
                log.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("permissions", PosixFilePermissions.toString(others))
                        .log("others than the owner can get at the master key");
            }
        }
        return decode(Files.readString(file, StandardCharsets.US_ASCII), file.toString());
    }

    /** Written aside and moved into place: a start that is killed half way leaves no half a key. */
    private static void make(Path home, Path file, SecureRandom random) throws IOException {
        Files.createDirectories(home);
        var key = new byte[BYTES];
        random.nextBytes(key);
        var text = Base64.getEncoder().encodeToString(key) + "\n";
        var aside = Files.createTempFile(home, FILE, ".new", ownerOnly(home));
        try {
            try (var channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static SecretKey decode(String text, String source) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new MasterKeyRefused(source + " must be Base64 of " + BYTES + " bytes; it is not Base64");
        }
        if (key.length != BYTES) {
            throw new MasterKeyRefused(
                    source + " must be Base64 of " + BYTES + " bytes; it holds " + key.length + " bytes");
        }
        return new SecretKeySpec(key, "AES");
    }

    private static FileAttribute<?>[] ownerOnly(Path home) {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-------");
        return isPosix(home)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
