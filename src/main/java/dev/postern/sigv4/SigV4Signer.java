package dev.postern.sigv4;

import dev.postern.sigv4.SignableRequest.Header;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs requests with one key for one Region and service. Immutable; safe for any number of threads. */
public final class SigV4Signer {

    private final String keyId;
    private final String region;
    private final String service;
    private final @Nullable String sessionToken;
    private final Form form;

    /** Scope and string to sign in, signature out. */
    private interface Form {
        String sign(SigningScope scope, String stringToSign);
    }

    private SigV4Signer(String keyId, String region, String service, @Nullable String sessionToken, Form form) {
        this.keyId = keyId;
        this.region = region;
        this.service = service;
        this.sessionToken = sessionToken;
        this.form = form;
    }

    /** The ordinary form, with an access key. */
    public static SigV4Signer with(Credentials credentials, String region, String service) {
        return new SigV4Signer(
                credentials.accessKeyId(),
                region,
                service,
                credentials.sessionToken(),
                (scope, text) -> Signatures.hmac(credentials.secretAccessKey(), scope, text));
    }

    /**
     * The agents' form, with the RSA key registered for {@code instanceId}: it says AWS4-HMAC-SHA256 too, but the signature is base64
     * of RSA-PSS (amazon-ssm-agent 3.3, rsaauth). Only the role token and the change of key are asked for with it.
     */
    public static SigV4Signer registered(String instanceId, PrivateKey key, String region) {
        return new SigV4Signer(instanceId, region, "ssm", null, (_, text) -> Signatures.rsa(key, text));
    }

    /**
     * The headers to add to the request, {@code Authorization} last. Signs Host, Content-Type and everything named X-Amz-*, except
     * X-Amz-Content-Sha256, which speaks of the body that is signed anyway.
     *
     * @throws IllegalArgumentException if the request has no Host
     */
    public List<Header> sign(SignableRequest request, Instant now) {
        if (request.first("host").isEmpty())
            throw new IllegalArgumentException("a signature covers Host, and there is none");
        var added = new ArrayList<Header>();
        var date = Signatures.amzDate(now);
        added.add(new Header("X-Amz-Date", date));
        if (sessionToken != null) added.add(new Header("X-Amz-Security-Token", sessionToken));

        var dated = request.with(added);
        var signed = dated.headers().stream()
                .map(header -> CanonicalRequest.lower(header.name()))
                .filter(SigV4Signer::isSigned)
                .distinct()
                .sorted()
                .toList();
        var scope = new SigningScope(date.substring(0, 8), region, service);
        var signature = form.sign(scope, CanonicalRequest.stringToSign(dated, signed, date, scope));
        added.add(new Header("Authorization", new Authorization(keyId, scope, signed, signature).toString()));
        return added;
    }

    private static boolean isSigned(String name) {
        return name.equals("host")
                || name.equals("content-type")
                || (name.startsWith("x-amz-") && !name.equals("x-amz-content-sha256"));
    }
}
