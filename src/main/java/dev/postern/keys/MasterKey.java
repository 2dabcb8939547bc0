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
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the master key: the setting, else the file in the home, which the first start makes. */
final class MasterKey {
    static final int BYTES = 32;
    static final String FILE = "master.key";
    private static final String SETTING = "postern.master-key (POSTERN_MASTER_KEY)";
    // A key is 44 characters and perhaps a line end; whatever is longer is not a key, and need not be read.
    private static final int LONGEST_FILE = 1024;
    private static final Logger log = LoggerFactory.getLogger(MasterKey.class);

    private MasterKey() {}

    static SecretKey find(MasterKeySettings settings, SecureRandom random) {
        var given = settings.masterKey();
        if (given != null && !given.isBlank()) {
            return decode(given, SETTING);
        }
        var home = settings.home();
        if (home == null) {
            throw new MasterKeyRefused("neither " + SETTING + " nor postern.home is set: there is no master key");
        }
        var file = home.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                make(home, file, random);
            }
            return read(file);
        } catch (IOException e) {
            throw new MasterKeyRefused("cannot read or make the master key in " + file + ": " + e, e);
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
        log.atInfo().addKeyValue("file", file).log("made a master key");
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
