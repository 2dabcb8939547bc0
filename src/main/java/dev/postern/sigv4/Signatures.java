package dev.postern.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two ways to sign a string: the chained HMAC of an access key, and RSA-PSS of a registered key. */
final class Signatures {

    /** SHA-256, MGF1 with SHA-256, 32 bytes of salt: what amazon-ssm-agent signs with (rsaauth/v4.go). */
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

    static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private Signatures() {}

    static String amzDate(Instant time) {
        return AMZ_DATE.format(time);
    }

    static String hmac(String secret, SigningScope scope, String stringToSign) {
        var key = hmac(("AWS4" + secret).getBytes(UTF_8), scope.date());
        key = hmac(key, scope.region());
        key = hmac(key, scope.service());
        key = hmac(key, "aws4_request");
        return HexFormat.of().formatHex(hmac(key, stringToSign));
    }

    static String rsa(PrivateKey key, String stringToSign) {
        try {
            var signature = pss();
            signature.initSign(key);
            signature.update(stringToSign.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("not a key that signs RSA-PSS: " + key.getAlgorithm(), unusable);
        }
    }

    /** False for a wrong signature as for text that is none. */
    static boolean rsaMatches(PublicKey key, String stringToSign, String base64) {
        try {
            var signature = pss();
            signature.initVerify(key);
            signature.update(stringToSign.getBytes(UTF_8));
            return signature.verify(Base64.getDecoder().decode(base64));
        } catch (SignatureException | IllegalArgumentException _) {
            return false;
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("not a key that verifies RSA-PSS: " + key.getAlgorithm(), unusable);
        }
    }

    private static Signature pss() throws NoSuchAlgorithmException, InvalidAlgorithmParameterException {
        var signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(PSS);
        return signature;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }
}
