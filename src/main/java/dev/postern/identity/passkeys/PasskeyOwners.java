package dev.postern.identity.passkeys;

import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.stereotype.Component;

/**
 * Users as authenticators know them: by a handle that is their id, {@code AIDA…}. It says nothing of them, and who is made again under a name that
 * was somebody's has another.
 */
@Component
class PasskeyOwners implements PublicKeyCredentialUserEntityRepository {
    private final JdbcClient jdbc;
    private final Users users;

    PasskeyOwners(JdbcClient jdbc, Users users) {
        this.jdbc = jdbc;
        this.users = users;
    }

    static Bytes handle(User user) {
        return new Bytes(user.id().getBytes(StandardCharsets.US_ASCII));
    }

    /** Whose passkey carries that handle. */
    Optional<User> of(Bytes handle) {
        return jdbc.sql("SELECT DISTINCT user_name FROM passkey WHERE user_handle = ?")
                .param(handle.toBase64UrlString())
                .query(String.class)
                .optional()
                .flatMap(users::find)
                .filter(user -> handle(user).equals(handle));
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findById(Bytes handle) {
        return of(handle).map(PasskeyOwners::entity).orElse(null);
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findByUsername(String name) {
        return users.find(name).map(PasskeyOwners::entity).orElse(null);
    }

    private static PublicKeyCredentialUserEntity entity(User user) {
        return ImmutablePublicKeyCredentialUserEntity.builder()
                .id(handle(user))
                .name(user.name())
                .displayName(user.name())
                .build();
    }

    @Override
    public void save(PublicKeyCredentialUserEntity user) {
        throw new IllegalStateException("there is no such user: " + user.getName());
    }

    @Override
    public void delete(Bytes handle) {
        throw new IllegalStateException("users go elsewhere, and their passkeys with them");
    }
}
