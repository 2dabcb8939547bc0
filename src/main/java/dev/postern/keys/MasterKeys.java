package dev.postern.keys;

import java.util.List;
import javax.crypto.SecretKey;

/**
 * The master keys a server was given.
 *
 * @param current what it seals with
 * @param previous what an earlier server may have sealed with; they only open
 */
record MasterKeys(SecretKey current, List<SecretKey> previous) {
    MasterKeys {
        previous = List.copyOf(previous);
    }
}
