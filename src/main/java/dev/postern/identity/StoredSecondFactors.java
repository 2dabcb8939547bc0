package dev.postern.identity;

import dev.postern.keys.SealedColumn;
import dev.postern.keys.Secrets;
import dev.postern.keys.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Second factors in the database, keys sealed. Of two who bring the same code at once, the row decides. */
@Component
class StoredSecondFactors implements SecondFactors {
    private static final SealedColumn SEALED =
            new SealedColumn("second_factor", "user_name", "sealed", "second-factor");

    /** 16 characters of 5 bits: nobody guesses one, however fast its hash is. */
    private static final int RECOVERY_CHARACTERS = 16;

    private static final int LONGEST_CODE = 64;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Secrets secrets;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    StoredSecondFactors(JdbcClient jdbc, PlatformTransactionManager transactions, Secrets secrets, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Static: known before anything that needs {@link Secrets} is. */
    @Bean
    static SealedColumn sealedSecondFactors() {
        return SEALED;
    }

    @Override
    public Optional<Instant> enrolledAt(User user) {
        return jdbc.sql("SELECT enrolled_at FROM second_factor WHERE user_name = ?")
                .param(user.name())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private Optional<TotpKey> key(User user) {
        return jdbc.sql("SELECT sealed FROM second_factor WHERE user_name = ?")
                .param(user.name())
                .query(String.class)
                .optional()
                .map(kept -> new TotpKey(
                        new String(secrets.open(kept, SEALED.purposeOf(user.name())), StandardCharsets.US_ASCII)));
    }

    @Override
    public int recoveryCodesLeft(User user) {
        return jdbc.sql("SELECT COUNT(*) FROM recovery_code WHERE user_name = ?")
                .param(user.name())
                .query(Integer.class)
                .single();
    }

    @Override
    public TotpKey newKey() {
        return TotpKey.random(random);
    }

    @Override
    public Optional<List<String>> enrol(User user, TotpKey key, String code) {
        var now = now();
        var step = key.stepOf(plain(code), now);
        if (step.isEmpty()) return Optional.empty();
        try {
            return Optional.ofNullable(transaction.execute(_ -> {
                insert(user, key, step.getAsLong(), now);
                return newRecoveryCodes(user);
            }));
        } catch (DuplicateKeyException there) {
            throw new SecondFactorThere(user.name(), there);
        }
    }

    private void insert(User user, TotpKey key, long step, Instant now) {
        var secret = key.text().getBytes(StandardCharsets.US_ASCII);
        jdbc.sql("INSERT INTO second_factor (user_name, sealed, last_step, enrolled_at) VALUES (?, ?, ?, ?)")
                .params(
                        user.name(),
                        secrets.seal(secret, SEALED.purposeOf(user.name())),
                        step,
                        now.atOffset(ZoneOffset.UTC))
                .update();
    }

    @Override
    public Optional<List<String>> renewRecoveryCodes(User user) {
        if (!has(user)) return Optional.empty();
        return Optional.ofNullable(transaction.execute(_ -> {
            jdbc.sql("DELETE FROM recovery_code WHERE user_name = ?")
                    .param(user.name())
                    .update();
            return newRecoveryCodes(user);
        }));
    }

    private List<String> newRecoveryCodes(User user) {
        var codes = Stream.generate(() -> RandomText.of(RECOVERY_CHARACTERS, random)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("(.{4})(?=.)", "$1-"))
                .distinct()
                .limit(RECOVERY_CODES)
                .toList();
        for (var code : codes) {
            jdbc.sql("INSERT INTO recovery_code (user_name, code_hash) VALUES (?, ?)")
                    .params(user.name(), Sha256.of(plain(code)))
                    .update();
        }
        return codes;
    }

    @Override
    public Optional<Proof> accept(User user, String code) {
        if (code.length() > LONGEST_CODE) return Optional.empty();
        var typed = plain(code);
        var step = key(user).map(key -> key.stepOf(typed, now()));
        if (step.isEmpty()) return Optional.empty();
        if (step.get().isPresent()) return used(user, step.get().getAsLong());
        return jdbc.sql("DELETE FROM recovery_code WHERE user_name = ? AND code_hash = ?")
                                .params(user.name(), Sha256.of(typed))
                                .update()
                        == 1
                ? Optional.of(Proof.RECOVERY_CODE)
                : Optional.empty();
    }

    /** A code counts once, and none that is older than one that counted: whoever looked over a shoulder comes too late. */
    private Optional<Proof> used(User user, long step) {
        return jdbc.sql("UPDATE second_factor SET last_step = ? WHERE user_name = ? AND last_step < ?")
                                .params(step, user.name(), step)
                                .update()
                        == 1
                ? Optional.of(Proof.AUTHENTICATOR)
                : Optional.empty();
    }

    @Override
    public boolean remove(User user) {
        return jdbc.sql("DELETE FROM second_factor WHERE user_name = ?")
                        .param(user.name())
                        .update()
                > 0;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** However people write it. */
    private static String plain(String code) {
        return code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
