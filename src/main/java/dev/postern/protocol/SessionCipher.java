package dev.postern.protocol;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One end of an end-to-end encrypted session: AES-256-GCM with a key per direction. An encrypted payload is a nonce of 12 bytes, the ciphertext
 * and a tag of 16, without additional data. Nonces count up little-endian from a random start, as in the stock agent, so none comes twice; the
 * other end takes any.
 *
 * <p>The two directions share nothing: one owner may encrypt while another decrypts.
 */
public final class SessionCipher {
    /** Bytes 0 to 31 encrypt from agent to client, 32 to 63 from client to agent. */
    public static final int KEY_BYTES = 64;
    /** What encryption adds to a payload. */
    public static final int OVERHEAD_BYTES = 12 + 16;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final boolean agent;
    private final SecretKeySpec outgoingKey;
    private final SecretKeySpec incomingKey;
    private final Cipher outgoing;
    private final Cipher incoming;
    private final byte[] nonce = new byte[NONCE_BYTES];

    private SessionCipher(boolean agent, byte[] key, SecureRandom random) {
        if (key.length != KEY_BYTES)
            throw new IllegalArgumentException("a session key of " + key.length + " bytes: it has " + KEY_BYTES);
        var toClient = new SecretKeySpec(key, 0, KEY_BYTES / 2, "AES");
        var toAgent = new SecretKeySpec(key, KEY_BYTES / 2, KEY_BYTES / 2, "AES");
        this.agent = agent;
        this.outgoingKey = agent ? toClient : toAgent;
        this.incomingKey = agent ? toAgent : toClient;
        this.outgoing = gcm();
        this.incoming = gcm();
        random.nextBytes(nonce);
    }

    public static SessionCipher forAgent(byte[] key, SecureRandom random) {
        return new SessionCipher(true, key, random);
    }

    public static SessionCipher forClient(byte[] key, SecureRandom random) {
        return new SessionCipher(false, key, random);
    }

    private static Cipher gcm() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has AES-GCM", e);
        }
    }

    /** Whether payloads of this type leave this end encrypted; all others go in the clear. */
    public boolean encrypts(int payloadType) {
        return agent ? isOutput(payloadType) : payloadType == PayloadType.OUTPUT;
    }

    /** Whether payloads of this type come to this end encrypted. */
    public boolean decrypts(int payloadType) {
        return agent ? payloadType == PayloadType.OUTPUT : isOutput(payloadType);
    }

    private static boolean isOutput(int payloadType) {
        return payloadType == PayloadType.OUTPUT
                || payloadType == PayloadType.STDERR
                || payloadType == PayloadType.EXIT_CODE;
    }

    /** Nonce, ciphertext and tag in a fresh buffer. */
    public ByteBuffer encrypt(ByteBuffer plain) {
        increment();
        var encrypted = ByteBuffer.allocate(plain.remaining() + OVERHEAD_BYTES).put(nonce);
        try {
            outgoing.init(Cipher.ENCRYPT_MODE, outgoingKey, new GCMParameterSpec(TAG_BITS, nonce));
            outgoing.doFinal(plain.duplicate(), encrypted);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("AES-GCM encrypts anything under a fresh nonce", e);
        }
        return encrypted.flip();
    }

    /**
     * Opens what the other end encrypted.
     *
     * @throws ProtocolViolation if it was not encrypted with the other end's key, or changed on the way
     */
    public ByteBuffer decrypt(ByteBuffer encrypted) {
        if (encrypted.remaining() < OVERHEAD_BYTES) {
            throw new ProtocolViolation("an encrypted payload of " + encrypted.remaining()
                    + " bytes: nonce and tag alone take " + OVERHEAD_BYTES);
        }
        var from = encrypted.duplicate();
        var theirNonce = new byte[NONCE_BYTES];
        from.get(theirNonce);
        var plain = ByteBuffer.allocate(encrypted.remaining() - OVERHEAD_BYTES);
        try {
            incoming.init(Cipher.DECRYPT_MODE, incomingKey, new GCMParameterSpec(TAG_BITS, theirNonce));
            incoming.doFinal(from, plain);
        } catch (AEADBadTagException e) {
            throw new ProtocolViolation("an encrypted payload that this session's key does not open", e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("AES-GCM takes any nonce of 12 bytes", e);
        }
        return plain.flip();
    }

    /**
     * The frame as it was before the other end encrypted it: same number, id, flags and date. What the other end does not encrypt stays as it is.
     *
     * @throws ProtocolViolation as {@link #decrypt(ByteBuffer)}
     */
    public Frame decrypt(Frame frame) {
        if (!decrypts(frame.payloadType())) return frame;
        return Frame.of(
                frame.type(),
                frame.payloadType(),
                frame.sequence(),
                frame.flags(),
                frame.messageId(),
                Instant.ofEpochMilli(frame.createdMillis()),
                decrypt(frame.payload()));
    }

    private void increment() {
        for (var i = 0; i < NONCE_BYTES; i++) {
            if (++nonce[i] != 0) return;
        }
    }
}
