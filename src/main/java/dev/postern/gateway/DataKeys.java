package dev.postern.gateway;

import dev.postern.keys.EncryptionContext;
import dev.postern.keys.KmsCipher;
import dev.postern.keys.KmsKeys;
import dev.postern.keys.KmsRefused;
import dev.postern.protocol.ClientHandshake;
import dev.postern.protocol.KmsContext;
import dev.postern.protocol.SessionCipher;
import dev.postern.protocol.SessionKeySource;
import dev.postern.protocol.SessionKeyUnavailable;
import dev.postern.session.spi.RelayPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data keys of browser sessions that are encrypted between node and server. One is made when its session opens, not when the node asks: whoever
 * reads the node's socket must not wait for a database. Wrapped by its KMS key it lies beside the spool, so that the next server opens the same one.
 */
final class DataKeys {
    /** Its name in the session's folder. */
    static final String FILE = "key";

    private final KmsKeys keys;
    private final KmsCipher cipher;
    private final SecureRandom random = new SecureRandom();

    DataKeys(KmsKeys keys, KmsCipher cipher) {
        this.keys = keys;
        this.cipher = cipher;
    }

    /**
     * What this session's handshake needs; null for a session in the clear. May wait for the database.
     *
     * @throws SessionKeyUnavailable when its KMS key is gone or may not be used now
     */
    ClientHandshake.@Nullable Encryption of(RelayPlan plan, Path folder, SpoolFile.Disk disk) throws IOException {
        if (plan.kmsKeyId().isEmpty()) return null;
        var session = plan.id().value();
        var target = plan.node().value();
        var context = EncryptionContext.of(KmsContext.of(session, target));
        try {
            var file = folder.resolve(FILE);
            var key = Files.exists(file) ? opened(file, context) : made(plan.kmsKeyId(), file, disk, context);
            // the agent's challenge stays out: it is not known yet
            return new ClientHandshake.Encryption(new Kept(key), random, session, target, false);
        } catch (KmsRefused refused) {
            throw new SessionKeyUnavailable(refused.text(), refused);
        }
    }

    private SessionKeySource.DataKey opened(Path file, EncryptionContext context) throws IOException {
        var wrapped = Files.readAllBytes(file);
        return new SessionKeySource.DataKey(cipher.decrypt(wrapped, context), wrapped);
    }

    /** Moved into its place when it is whole: what is there was not torn by a kill. */
    private SessionKeySource.DataKey made(String kmsKeyId, Path file, SpoolFile.Disk disk, EncryptionContext context)
            throws IOException {
        var key = keys.find(kmsKeyId)
                .orElseThrow(() -> new SessionKeyUnavailable("There is no KMS key " + kmsKeyId + " here."));
        var made = cipher.generate(key, SessionCipher.KEY_BYTES, context);
        var fresh = file.resolveSibling(FILE + ".new");
        try (var written = disk.open(fresh)) {
            written.truncate(0);
            written.write(ByteBuffer.wrap(made.ciphertext()), 0);
            written.force();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new SessionKeySource.DataKey(made.plaintext(), made.ciphertext());
    }

    /** The session is over. */
    static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    /** Gives the one key there is. */
    private record Kept(DataKey key) implements SessionKeySource {
        @Override
        public DataKey generate(String keyId, Map<String, String> context) {
            return key;
        }

        @Override
        public byte[] decrypt(String keyId, byte[] blob, Map<String, String> context) {
            throw new SessionKeyUnavailable("data keys are the agent's to open");
        }
    }
}
