package dev.postern.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A browser with one passkey in it: real keys, real signatures, the bytes of WebAuthn level 3, §6. What a test needs to go wrong can be
 * set before it answers.
 */
public final class PasskeyDevice {
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int BACKUP_ELIGIBLE = 0x08;
    private static final int BACKED_UP = 0x10;
    private static final int ATTESTED = 0x40;
    private static final JsonMapper JSON = new JsonMapper();

    private final KeyPair keys;
    private byte[] id = new byte[32];
    private byte[] handle = {};

    public String origin;
    public boolean verifies = true;
    public boolean synced = true;
    public int count;

    public PasskeyDevice(String origin) {
        this.origin = origin;
        new SecureRandom().nextBytes(id);
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String id() {
        return text(id);
    }

    /** The same credential id, other keys: what a thief of the database could bring. */
    public PasskeyDevice forged() {
        var forged = new PasskeyDevice(origin);
        forged.id = id;
        forged.handle = handle;
        return forged;
    }

    /** Answers {@code navigator.credentials.create}. */
    public String create(String question) {
        var asked = JSON.readTree(question);
        handle = bytes(asked.path("user").path("id").asString());
        var client = client("webauthn.create", asked);
        var data = data(asked.path("rp").path("id").asString(), ATTESTED);
        var attestation = bytes(out -> {
            out.write(0xa3);
            word(out, "fmt");
            word(out, "none");
            word(out, "attStmt");
            out.write(0xa0);
            word(out, "authData");
            out.write(0x59);
            out.write(data.length >> 8);
            out.write(data.length & 0xff);
            out.writeBytes(data);
        });
        return credential(Map.of(
                "clientDataJSON", text(client),
                "attestationObject", text(attestation),
                "transports", new String[] {"internal"}));
    }

    /** Answers {@code navigator.credentials.get}. */
    public String get(String question) {
        var asked = JSON.readTree(question);
        var client = client("webauthn.get", asked);
        var data = data(asked.path("rpId").asString(), 0);
        return credential(Map.of(
                "clientDataJSON", text(client),
                "authenticatorData", text(data),
                "signature", text(signature(data, sha256(client))),
                "userHandle", text(handle)));
    }

    private String credential(Map<String, Object> response) {
        return JSON.writeValueAsString(Map.of(
                "id",
                id(),
                "rawId",
                id(),
                "type",
                "public-key",
                "authenticatorAttachment",
                "platform",
                "clientExtensionResults",
                Map.of(),
                "response",
                response));
    }

    private byte[] client(String type, JsonNode asked) {
        return JSON.writeValueAsBytes(Map.of(
                "type", type, "challenge", asked.path("challenge").asString(), "origin", origin, "crossOrigin", false));
    }

    private byte[] data(String relyingParty, int more) {
        var flags = PRESENT | more;
        if (verifies) flags |= VERIFIED;
        if (synced) flags |= BACKUP_ELIGIBLE | BACKED_UP;
        var head = ByteBuffer.allocate(37)
                .put(sha256(relyingParty.getBytes(StandardCharsets.UTF_8)))
                .put((byte) flags)
                .putInt(count)
                .array();
        if (more == 0) return head;
        return bytes(out -> {
            out.writeBytes(head);
            out.writeBytes(new byte[16]); // a maker that does not say which
            out.write(0);
            out.write(id.length);
            out.writeBytes(id);
            var point = ((ECPublicKey) keys.getPublic()).getW();
            // a COSE key: EC2, ES256, P-256, x, y
            out.writeBytes(new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20});
            out.writeBytes(unsigned(point.getAffineX().toByteArray()));
            out.writeBytes(new byte[] {0x22, 0x58, 0x20});
            out.writeBytes(unsigned(point.getAffineY().toByteArray()));
        });
    }

    private byte[] signature(byte[] data, byte[] clientHash) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(clientHash);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Writing {
        void to(ByteArrayOutputStream out);
    }

    private static byte[] bytes(Writing writing) {
        var out = new ByteArrayOutputStream();
        writing.to(out);
        return out.toByteArray();
    }

    private static void word(ByteArrayOutputStream out, String word) {
        out.write(0x60 | word.length());
        out.writeBytes(word.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] unsigned(byte[] number) {
        var fixed = new byte[32];
        var from = Math.max(0, number.length - 32);
        System.arraycopy(number, from, fixed, 32 - (number.length - from), number.length - from);
        return fixed;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(@Nullable String text) {
        return text == null ? new byte[0] : Base64.getUrlDecoder().decode(text);
    }

    @Override
    public String toString() {
        return "PasskeyDevice[" + id() + ", " + Arrays.hashCode(handle) + "]";
    }
}
