package dev.postern.identity.roles;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Account;
import dev.postern.identity.Assurance;
import dev.postern.identity.Caller;
import dev.postern.identity.RandomText;
import dev.postern.identity.Standing;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.roles.KeptCredential.InRole;
import dev.postern.identity.roles.KeptCredential.Root;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes temporary credentials, and asks at every use whether they still stand. */
@Component
final class StoredSessionCredentials implements SessionCredentials {
    /** Old ones stay this long beyond their end, so that a client hears "expired" and fetches new ones. */
    static final Duration KEPT_EXPIRED = Duration.ofDays(1);

    private static final Duration PURGES_EVERY = Duration.ofMinutes(10);
    private static final Pattern ID = Pattern.compile("ASIA[A-Z2-7]{16}");
    private static final String ID_PREFIX = "ASIA";
    private static final int ID_RANDOM = 16;
    private static final int SECRET_BYTES = 30;
    private static final int TOKEN_BYTES = 48;
    private static final int MOST_CACHED = 20_000;
    // A row that was deleted with its user, key or role is asked for again after this long; those are asked at every
    // use.
    private static final Duration CACHED_FOR = Duration.ofSeconds(30);

    private final CredentialRecords records;
    private final Roles roles;
    private final Users users;
    private final AccessKeys accessKeys;
    private final Account account;
    private final MeterRegistry meters;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Optional<KeptCredential>> found = Caffeine.newBuilder()
            .maximumSize(MOST_CACHED)
            .expireAfterWrite(CACHED_FOR)
            .build();
    private volatile Instant purgesNext = Instant.MIN;

    StoredSessionCredentials(
            CredentialRecords records,
            Roles roles,
            Users users,
            AccessKeys accessKeys,
            Account account,
            MeterRegistry meters,
            Clock clock) {
        this.records = records;
        this.roles = roles;
        this.users = users;
        this.accessKeys = accessKeys;
        this.account = account;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public String newId() {
        return ID_PREFIX + RandomText.of(ID_RANDOM, random);
    }

    @Override
    public Issued asThemselves(String id, Caller caller, Duration life) {
        if (!(caller.standing() instanceof Standing.Own))
            throw new IllegalArgumentException(caller.arn() + " is nobody to be for themselves");
        var assurance = caller.assurance();
        return issue(id, caller, null, life, "themselves", assurance != null && assurance.multiFactor());
    }

    @Override
    public Issued inRole(String id, Caller caller, RoleSession wanted, Duration life) {
        var session = new InRole(
                wanted.role().id(), wanted.name(), wanted.sourceIdentity(), wanted.tags(), wanted.policies());
        var by = caller.standing() instanceof Standing.ByWebIdentity ? "web-identity" : "role";
        // as at AWS: what is done in a role is not asked for the factors of who entered it
        return issue(id, caller, session, life, by, false);
    }

    private Issued issue(
            String id, Caller caller, @Nullable InRole session, Duration life, String as, boolean multiFactor) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        purge(now);
        var root = rootOf(caller);
        if (records.countGood(root.origin(), now) >= MOST_PER_ORIGIN) throw new SessionsExhausted(root.origin());
        var issued = new Issued(
                id,
                Base64.getEncoder().encodeToString(bytes(SECRET_BYTES)),
                Base64.getEncoder().encodeToString(bytes(TOKEN_BYTES)),
                // Whole seconds: that is how the answer tells it.
                now.plus(life).truncatedTo(ChronoUnit.SECONDS));
        records.add(new KeptCredential(issued, new Assurance(multiFactor, now, null), root, session));
        found.invalidate(id);
        meters.counter("postern.credentials.issued", "as", as).increment();
        return issued;
    }

    /** What was made with temporary credentials goes back to whatever those go back to. */
    private Root rootOf(Caller caller) {
        var key = caller.accessKeyId();
        var signedWith = key == null ? Optional.<KeptCredential>empty() : kept(key);
        return signedWith.map(KeptCredential::root).orElseGet(() -> switch (caller.standing()) {
            case Standing.Own _ -> new Root(caller.arn(), caller.name(), key);
            case Standing.ByWebIdentity _ -> new Root(caller.arn(), null, null);
            case Standing.InRole _, Standing.OfNode _ ->
                throw new IllegalStateException("nobody whose credentials go back to anything: " + caller.arn());
        });
    }

    @Override
    public Optional<Issued> find(String accessKeyId) {
        return kept(accessKeyId).map(KeptCredential::issued);
    }

    private Optional<KeptCredential> kept(String id) {
        return ID.matcher(id).matches() ? found.get(id, records::find) : Optional.empty();
    }

    @Override
    public Optional<Caller> callerFor(String accessKeyId, @Nullable String address) {
        return kept(accessKeyId).filter(kept -> stands(kept.root())).flatMap(kept -> {
            var session = kept.session();
            var caller = session == null
                    ? themselves(kept.root(), accessKeyId, address)
                    : roles.withId(session.roleId())
                            .map(role -> inRole(kept.root(), session, role, accessKeyId, address));
            return caller.map(found -> found.assured(kept.assurance()));
        });
    }

    private boolean stands(Root root) {
        var user = root.user();
        var key = root.accessKey();
        return (user == null || users.find(user).filter(User::enabled).isPresent())
                && (key == null
                        || accessKeys
                                .find(key)
                                .filter(secret -> secret.key().user().equals(user)
                                        && secret.key().good(clock.instant()))
                                .isPresent());
    }

    private Optional<Caller> themselves(Root root, String id, @Nullable String address) {
        return Optional.ofNullable(root.user())
                .flatMap(users::find)
                .map(user -> users.callerFor(user, address))
                .map(caller -> caller.signedWith(id));
    }

    private Caller inRole(Root root, InRole session, Role role, String id, @Nullable String address) {
        return new Caller(
                account.assumedRole(role.name(), session.name()),
                session.name(),
                Set.of(),
                id,
                address,
                new Standing.InRole(
                        role.id(),
                        root.origin(),
                        root.user() != null,
                        session.sourceIdentity(),
                        session.tags(),
                        session.policies()));
    }

    private void purge(Instant now) {
        if (now.isBefore(purgesNext)) return;
        purgesNext = now.plus(PURGES_EVERY);
        records.forgetExpiredBefore(now.minus(KEPT_EXPIRED));
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
