package dev.postern.sigv4;

import java.time.Instant;
import java.util.List;

/** What became of a request's signature. */
public sealed interface Verification {

    /**
     * The signature is right and in time.
     *
     * @param keyId whose key it was: an access key id, or an instance id for the agents' RSA form
     * @param form which of the two it was; a node's RSA key opens nothing but the role token and the change of key
     * @param signedAt the time the client wrote
     */
    record Verified(String keyId, Form form, SigningScope scope, List<String> signedHeaders, Instant signedAt)
            implements Verification {}

    /** It is not. The message is written for the caller and holds no secret. */
    record Refused(Reason reason, String message) implements Verification {}

    /** How a request was signed. */
    enum Form {
        ACCESS_KEY,
        REGISTERED_KEY
    }

    /** Why a signature was refused, with the error code AWS gives for it: JSON services and query services (STS, IAM) differ. */
    enum Reason {
        /** No signature at all, or one in a form that is not accepted (a presigned URL, Basic, Bearer). */
        MISSING("MissingAuthenticationTokenException", "MissingAuthenticationToken"),
        /** The Authorization header or the date cannot be read. */
        INCOMPLETE("IncompleteSignatureException", "IncompleteSignature"),
        /** Nobody has this key, or the session token is not the key's. */
        UNKNOWN_KEY("UnrecognizedClientException", "InvalidClientTokenId"),
        /** The key was temporary and its time is over. */
        EXPIRED_KEY("ExpiredTokenException", "ExpiredToken"),
        /** The signature is not the one that belongs to this request. */
        MISMATCH("InvalidSignatureException", "SignatureDoesNotMatch"),
        /** Signed too long ago, or in the future. */
        OUT_OF_TIME("InvalidSignatureException", "SignatureDoesNotMatch"),
        /** Signed for another Region or service. */
        WRONG_SCOPE("InvalidSignatureException", "SignatureDoesNotMatch");

        private final String jsonCode;
        private final String queryCode;

        Reason(String jsonCode, String queryCode) {
            this.jsonCode = jsonCode;
            this.queryCode = queryCode;
        }

        /** The {@code __type} of JSON 1.1 services such as ssm. */
        public String jsonCode() {
            return jsonCode;
        }

        /** The {@code <Code>} of query services such as sts and iam. */
        public String queryCode() {
            return queryCode;
        }
    }
}
