package dev.postern.identity;

import dev.postern.identity.SignInRefused.Reason;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Compares a password as it was typed with the one that is kept. That costs the same work whether or not there is such a user. */
@Component
final class KeptPasswords {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final StoredUsers users;
    private final PasswordEncoder passwords;
    private final String nobodysHash;
    private final Semaphore strangers = new Semaphore(Queue.STRANGERS.atOnce);
    private final Semaphore known = new Semaphore(Queue.KNOWN.atOnce);

    KeptPasswords(StoredUsers users, PasswordEncoder passwords) {
        this.users = users;
        this.passwords = passwords;
        this.nobodysHash = passwords.encode(UUID.randomUUID().toString());
    }

    /**
     * Who waits with whom. Each hash takes 19 MiB and a core for a while: a crowd waits its turn, then is sent away, and keeps nobody waiting
     * who was here before.
     */
    enum Queue {
        STRANGERS(4),
        KNOWN(2);

        private final int atOnce;

        Queue(int atOnce) {
            this.atOnce = atOnce;
        }
    }

    /** @throws SignInRefused for {@link Reason#THROTTLED} where too many wait already */
    boolean match(String account, String typed, Queue queue) {
        var password = typed.length() > StoredUsers.LONGEST_PASSWORD ? "" : typed;
        var hash = users.passwordHash(account).orElse(nobodysHash);
        var turns = queue == Queue.KNOWN ? known : strangers;
        try {
            if (!turns.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS))
                throw new SignInRefused(Reason.THROTTLED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SignInRefused(Reason.THROTTLED);
        }
        try {
            return passwords.matches(password, hash);
        } finally {
            turns.release();
        }
    }
}
