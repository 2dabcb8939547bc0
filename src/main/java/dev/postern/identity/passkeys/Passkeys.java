package dev.postern.identity.passkeys;

import dev.postern.identity.User;
import java.util.List;

/** The passkeys that users have. They come by {@link PasskeyEnrolment}. */
public interface Passkeys {
    /** So many may one user have: each is a way in that somebody has to keep in mind. */
    int MOST_PER_USER = 10;

    /** The oldest first. */
    List<Passkey> of(User user);

    boolean has(User user);

    /**
     * @return false where they have none of that id
     * @throws IllegalArgumentException says what a name is
     */
    boolean rename(User user, String id, String name);

    /** It signs nobody in any more. False where they have none of that id. */
    boolean remove(User user, String id);

    /** For who has lost them. Answers how many there were. */
    int removeAll(User user);
}
