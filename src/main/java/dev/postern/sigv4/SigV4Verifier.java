package dev.postern.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.sigv4.SignableRequest.Header;
import dev.postern.sigv4.Verification.Form;
import dev.postern.sigv4.Verification.Reason;
import dev.postern.sigv4.Verification.Refused;
import dev.postern.sigv4.Verification.Verified;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Checks signatures. The signed text is built from the headers the client lists, whatever they are; Host and every X-Amz-* header
 * that is present must be among them, so that nothing of meaning travels unsigned. Compares in constant time. Remembers nothing: the
 * same signature may come twice (agents repeat a role-token request byte for byte, protocol.md §9).
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class SigV4Verifier {

    /** How far the client's clock may be off, as at AWS. */
    public static final Duration SKEW = Duration.ofMinutes(5);

    private static final String NO_MATCH =
            "The request signature we calculated does not match the signature you provided. Check your"
                    + " AWS Secret Access Key and signing method. Consult the service documentation for details.";
    private static final String BAD_TOKEN = "The security token included in the request is invalid.";

    private final Duration skew;
    private final Predicate<SigningScope> served;

    /** Accepts every Region and service; the caller looks at {@link Verified#scope}. */
    public SigV4Verifier() {
        this(SKEW, _ -> true);
    }

    /** Accepts signatures for the scopes that {@code served} knows, written at most {@code skew} before or after now. */
    public SigV4Verifier(Duration skew, Predicate<SigningScope> served) {
        this.skew = skew;
        this.served = served;
    }

    /** Says who signed the request, or why nobody did. */
    public Verification verify(SignableRequest request, KeySource keys, Instant now) {
        if (isPresigned(request.query()))
            return refused(
                    Reason.MISSING, "Presigned URLs are not accepted: send the signature in the Authorization header.");
        var headers = request.all("authorization");
        if (headers.isEmpty()) return refused(Reason.MISSING, "Missing Authentication Token");
        if (headers.size() > 1)
            return refused(Reason.INCOMPLETE, "The request has more than one Authorization header.");
        return switch (Authorization.parse(headers.getFirst())) {
            case Authorization.Parsed.Foreign _ ->
                refused(Reason.MISSING, "The Authorization header does not say " + CanonicalRequest.ALGORITHM + ".");
            case Authorization.Parsed.Incomplete(var why) -> refused(Reason.INCOMPLETE, why);
            case Authorization.Parsed.Complete(var authorization) -> verify(request, authorization, keys, now);
        };
    }

    private Verification verify(SignableRequest request, Authorization authorization, KeySource keys, Instant now) {
        var scope = authorization.scope();
        var date = dateOf(request);
        if (date.isEmpty())
            return refused(
                    Reason.INCOMPLETE,
                    "The request needs one X-Amz-Date such as 20261122T054000Z, or one Date header.");
        var signedAt = date.get();
        var amzDate = Signatures.amzDate(signedAt);
        if (!amzDate.startsWith(scope.date()))
            return refused(
                    Reason.OUT_OF_TIME,
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                            + scope.date() + "' != '" + amzDate.substring(0, 8) + "', from '" + amzDate + "'.");
        if (signedAt.isBefore(now.minus(skew)))
            return refused(
                    Reason.OUT_OF_TIME,
                    "Signature expired: " + amzDate + " is now earlier than " + Signatures.amzDate(now.minus(skew))
                            + " (" + Signatures.amzDate(now) + " - " + skew.toMinutes() + " min.)");
        if (signedAt.isAfter(now.plus(skew)))
            return refused(
                    Reason.OUT_OF_TIME,
                    "Signature not yet current: " + amzDate + " is still later than "
                            + Signatures.amzDate(now.plus(skew)) + " (" + Signatures.amzDate(now) + " + "
                            + skew.toMinutes() + " min.)");
        if (!served.test(scope))
            return refused(
                    Reason.WRONG_SCOPE,
                    "Credential should be scoped to a valid Region and to the correct service, not '" + scope.region()
                            + "' and '" + scope.service() + "'.");
        var unfit = whatIsNotSigned(request, authorization.signedHeaders());
        if (unfit.isPresent()) return refused(Reason.MISMATCH, unfit.get());

        var key = keys.find(authorization.keyId());
        if (key.isEmpty()) return refused(Reason.UNKNOWN_KEY, BAD_TOKEN);
        return switch (key.get()) {
            case VerificationKey.Secret secret -> verify(request, authorization, secret, amzDate, signedAt, now);
            case VerificationKey.Registered(var publicKey) ->
                matches(
                                request,
                                authorization,
                                amzDate,
                                text -> Signatures.rsaMatches(publicKey, text, authorization.signature()))
                        ? verified(authorization, Form.REGISTERED_KEY, signedAt)
                        : refused(Reason.MISMATCH, NO_MATCH);
        };
    }

    private Verification verify(
            SignableRequest request,
            Authorization authorization,
            VerificationKey.Secret secret,
            String amzDate,
            Instant signedAt,
            Instant now) {
        boolean right = matches(
                request,
                authorization,
                amzDate,
                text -> same(
                        Signatures.hmac(secret.secretAccessKey(), authorization.scope(), text),
                        authorization.signature()));
        if (!right) return refused(Reason.MISMATCH, NO_MATCH);
        // Asked after the signature, so that a stranger learns nothing of tokens and their ends.
        var tokens = request.all("x-amz-security-token");
        boolean tokenFits = secret.sessionToken() == null
                ? tokens.isEmpty()
                : tokens.size() == 1 && same(secret.sessionToken(), tokens.getFirst());
        if (!tokenFits) return refused(Reason.UNKNOWN_KEY, BAD_TOKEN);
        if (secret.expires() != null && !now.isBefore(secret.expires()))
            return refused(Reason.EXPIRED_KEY, "The security token included in the request is expired");
        return verified(authorization, Form.ACCESS_KEY, signedAt);
    }

    private static boolean matches(
            SignableRequest request, Authorization authorization, String amzDate, Predicate<String> right) {
        for (var form : hostForms(request)) {
            if (right.test(
                    CanonicalRequest.stringToSign(form, authorization.signedHeaders(), amzDate, authorization.scope())))
                return true;
        }
        return false;
    }

    /** Some clients send Host with a default port and sign it without (aws-sdk-go; protocol.md §9). */
    private static List<SignableRequest> hostForms(SignableRequest request) {
        var host = request.first("host").orElse("").strip();
        if (!host.endsWith(":443") && !host.endsWith(":80")) return List.of(request);
        var bare = host.substring(0, host.lastIndexOf(':'));
        var headers = request.headers().stream()
                .map(header -> header.isNamed("host") ? new Header(header.name(), bare) : header)
                .toList();
        return List.of(
                request,
                new SignableRequest(request.method(), request.path(), request.query(), headers, request.bodyHash()));
    }

    private static Optional<String> whatIsNotSigned(SignableRequest request, List<String> signed) {
        if (!CanonicalRequest.isNormal(request.path()))
            return Optional.of("The path must be in its normal form, without // and dots.");
        if (request.all("host").size() != 1) return Optional.of("The request needs exactly one Host header.");
        if (!signed.contains("host"))
            return Optional.of("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        for (var name : signed)
            if (request.all(name).isEmpty())
                return Optional.of("'" + name + "' is a SignedHeader, and the request has no such header.");
        for (var header : request.headers()) {
            var name = CanonicalRequest.lower(header.name());
            if (!name.startsWith("x-amz-") || signed.contains(name)) continue;
            if (name.equals("x-amz-date") || name.equals("x-amz-content-sha256"))
                continue; // both are in the signed text anyway
            return Optional.of("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
        }
        for (var declared : request.all("x-amz-content-sha256")) {
            if (declared.equals("UNSIGNED-PAYLOAD") || declared.startsWith("STREAMING-"))
                return Optional.of(
                        "X-Amz-Content-Sha256: " + declared + " is not accepted: the signature must cover the body.");
            if (!declared.equalsIgnoreCase(request.bodyHash()))
                return Optional.of("The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        return Optional.empty();
    }

    private static Optional<Instant> dateOf(SignableRequest request) {
        var amz = request.all("x-amz-date");
        if (amz.size() > 1) return Optional.empty();
        var date = request.all("date");
        if (amz.isEmpty() && date.size() != 1) return Optional.empty();
        try {
            return Optional.of(
                    amz.isEmpty()
                            ? ZonedDateTime.parse(date.getFirst(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant()
                            : Instant.from(Signatures.AMZ_DATE.parse(amz.getFirst())));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static boolean isPresigned(String query) {
        var lower = CanonicalRequest.lower(query);
        return lower.contains("x-amz-signature=") || lower.contains("x-amz-algorithm=");
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
    }

    private static Verified verified(Authorization authorization, Form form, Instant signedAt) {
        return new Verified(
                authorization.keyId(), form, authorization.scope(), authorization.signedHeaders(), signedAt);
    }

    private static Refused refused(Reason reason, String message) {
        return new Refused(reason, message);
    }
}
