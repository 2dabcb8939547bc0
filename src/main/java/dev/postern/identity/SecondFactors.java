package dev.postern.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What local users prove themselves by beside their password: codes of an authenticator, and ten codes on paper for the day it is lost. Each code
 * counts once, on whichever server.
 */
public interface SecondFactors {
    int RECOVERY_CODES = 10;

    /** What somebody proved themselves by. */
    enum Proof {
        AUTHENTICATOR,
        RECOVERY_CODE
    }

    /** Whether a password alone does not let them in. */
    default boolean has(User user) {
        return enrolledAt(user).isPresent();
    }

    /** Since when; empty for who has none. */
    Optional<Instant> enrolledAt(User user);

    /** How many of the codes on paper are left. */
    int recoveryCodesLeft(User user);

    /** A new key, which counts for nothing until {@link #enrol}. */
    TotpKey newKey();

    /**
     * From now on they have this key. Who has one removes it first: an open page that knows of none must not put another in its place.
     *
     * @param code of their authenticator, to prove that it has the key
     * @return their recovery codes, shown once; empty where the code is not the key's
     * @throws SecondFactorThere where they have one
     */
    Optional<List<String>> enrol(User user, TotpKey key, String code);

    /** Another ten, and none of those before. Empty for who has no second factor. */
    Optional<List<String>> renewRecoveryCodes(User user);

    /** Whether that is a code of theirs; it is used up by it. Says nothing to the trail, and does not count who guesses. */
    Optional<Proof> accept(User user, String code);

    /** Their password alone lets them in again. False where they had nothing else. */
    boolean remove(User user);
}
