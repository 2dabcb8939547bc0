package dev.postern.identity.roles;

import dev.postern.identity.AccessKey;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.Standing;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who somebody is by now: groups and tags change while a page or a session is open, users are disabled, keys deleted. Cached below, so it costs
 * little to ask each time.
 */
@Component
public class CurrentCallers {
    private final Users users;
    private final AccessKeys keys;
    private final SessionCredentials credentials;
    private final Account account;

    CurrentCallers(Users users, AccessKeys keys, SessionCredentials credentials, Account account) {
        this.users = users;
        this.keys = keys;
        this.credentials = credentials;
        this.account = account;
    }

    /** The same caller as of now; empty when they are nobody any more. */
    public Optional<Caller> now(Caller caller) {
        return switch (caller.standing()) {
            case Standing.ByWebIdentity _, Standing.OfNode _ -> Optional.of(caller);
            case Standing.Own _, Standing.InRole _ ->
                now(caller.arn(), caller.accessKeyId(), caller.address())
                        .filter(found -> found.userId().equals(caller.userId()))
                        .map(found -> found.assured(caller.assurance()).by(caller.approach()));
        };
    }

    /**
     * Whoever calls with this key, or in a browser.
     *
     * @param key that signed; null in a browser
     */
    public Optional<Caller> now(String arn, @Nullable String key, @Nullable String address) {
        var found = key == null ? user(arn, address) : withKey(key, address);
        return found.filter(caller -> caller.arn().equals(arn));
    }

    private Optional<Caller> user(String arn, @Nullable String address) {
        var prefix = account.user("");
        if (!arn.startsWith(prefix)) return Optional.empty();
        return users.find(arn.substring(prefix.length()))
                .filter(User::enabled)
                .map(user -> users.callerFor(user, address));
    }

    private Optional<Caller> withKey(String id, @Nullable String address) {
        return keys.find(id)
                .map(AccessKeys.Secret::key)
                .filter(AccessKey::enabled)
                .flatMap(key -> keys.callerFor(key, address))
                .or(() -> credentials.callerFor(id, address));
    }
}
