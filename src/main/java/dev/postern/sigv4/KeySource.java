package dev.postern.sigv4;

import java.util.Optional;

/** Where the verifier finds keys: access keys by their id, registered nodes by their instance id. */
@FunctionalInterface
public interface KeySource {

    /** The key for the id in the Credential, or empty if nobody has it, or nobody may use it any more. */
    Optional<VerificationKey> find(String keyId);
}
