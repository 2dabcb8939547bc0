package dev.postern.access.policies;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.postern.identity.Account;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All policies of the account as they are now, compiled, and who has them: few enough that all of them are held at once. */
@Component
final class HeldPolicies implements PolicySource {
    private static final String ALL = "all";
    // How long another server of the same database may go on deciding by what was.
    private static final Duration CACHED_FOR = Duration.ofSeconds(30);
    private static final int MOST_COMPILED = 10_000;

    private final PolicyRecords policies;
    private final AttachmentRecords attachments;
    private final Account account;
    private final LoadingCache<String, Held> held =
            Caffeine.newBuilder().expireAfterWrite(CACHED_FOR).build(_ -> read());
    private final Cache<Source, Policy> compiled =
            Caffeine.newBuilder().maximumSize(MOST_COMPILED).build();

    private record Source(PolicyKind kind, String name, String text) {}

    private record Held(
            Map<String, ManagedPolicy> managed,
            Map<Subject, SortedSet<String>> attached,
            Map<Subject, SortedMap<String, String>> inline,
            Map<Subject, String> boundaries) {}

    HeldPolicies(PolicyRecords policies, AttachmentRecords attachments, Account account) {
        this.policies = policies;
        this.attachments = attachments;
        this.account = account;
    }

    private Held read() {
        var managed = new LinkedHashMap<>(BuiltInPolicies.all());
        for (var policy : policies.all(account.policy(""))) managed.put(policy.arn(), policy);
        return new Held(managed, attachments.attachments(), attachments.inline(), attachments.boundaries());
    }

    private Held held() {
        return held.get(ALL);
    }

    /** They are read again when somebody asks next. */
    void forget() {
        held.invalidate(ALL);
    }

    // ── what decisions ask

    @Override
    public List<Policy> identity(Subject subject) {
        var all = new ArrayList<Policy>();
        for (var arn : attachedTo(subject)) {
            var policy = managed().get(arn);
            if (policy != null) all.add(compiled(policy));
        }
        inlineOf(subject)
                .forEach(
                        (name, document) -> all.add(compiled(subject.kind().inline(), subject.inline(name), document)));
        return all;
    }

    @Override
    public Optional<Policy> limit(Subject subject) {
        return Optional.ofNullable(boundaryOf(subject))
                .flatMap(arn -> Optional.ofNullable(managed().get(arn)))
                .map(this::compiled);
    }

    private Policy compiled(ManagedPolicy policy) {
        return compiled(PolicyKind.MANAGED, policy.name(), policy.document());
    }

    Policy compiled(PolicyKind kind, String name, String document) {
        return compiled.get(new Source(kind, name, document), _ -> Policy.of(kind, name, document));
    }

    // ── what there is

    /** By ARN, those that come with Postern first. */
    Map<String, ManagedPolicy> managed() {
        return held().managed();
    }

    SortedSet<String> attachedTo(Subject subject) {
        return held().attached().getOrDefault(subject, new TreeSet<>());
    }

    SortedMap<String, String> inlineOf(Subject subject) {
        return held().inline().getOrDefault(subject, new TreeMap<>());
    }

    @Nullable String boundaryOf(Subject subject) {
        return held().boundaries().get(subject);
    }

    List<Subject> holders(String arn) {
        return held().attached().entrySet().stream()
                .filter(entry -> entry.getValue().contains(arn))
                .map(Map.Entry::getKey)
                .sorted(Subject.BY_KIND_AND_NAME)
                .toList();
    }

    /** Whose boundary it is. */
    List<Subject> bounded(String arn) {
        return held().boundaries().entrySet().stream()
                .filter(entry -> entry.getValue().equals(arn))
                .map(Map.Entry::getKey)
                .sorted(Subject.BY_KIND_AND_NAME)
                .toList();
    }
}
