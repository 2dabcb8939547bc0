package dev.postern.access.policies;

import dev.postern.access.policies.PolicyRefused.Code;
import dev.postern.identity.Account;
import dev.postern.identity.RandomText;
import dev.postern.identity.Succession;
import dev.postern.policy.PolicyKind;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Policies in the database: what may be done to them, and what becomes of it. */
@Component
final class StoredPolicies implements Policies {
    private static final String ID_PREFIX = "ANPA";
    private static final int ID_RANDOM = 17;

    private final PolicyRecords policies;
    private final AttachmentRecords attachments;
    private final HeldPolicies held;
    private final TransactionTemplate transaction;
    private final Account account;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    StoredPolicies(
            PolicyRecords policies,
            AttachmentRecords attachments,
            HeldPolicies held,
            PlatformTransactionManager transactions,
            Account account,
            ApplicationEventPublisher events,
            InstantSource clock) {
        this.policies = policies;
        this.attachments = attachments;
        this.held = held;
        this.transaction = new TransactionTemplate(transactions);
        this.account = account;
        this.events = events;
        this.clock = clock;
    }

    private void changed() {
        held.forget();
        events.publishEvent(new PoliciesChanged());
    }

    private String arn(String name) {
        return account.policy(name);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    // ── managed policies

    @Override
    public List<ManagedPolicy> all() {
        return List.copyOf(held.managed().values());
    }

    @Override
    public Optional<ManagedPolicy> find(String arn) {
        return Optional.ofNullable(held.managed().get(arn));
    }

    private ManagedPolicy required(String arn) {
        return find(arn)
                .orElseThrow(() -> new PolicyRefused(
                        Code.NO_SUCH_ENTITY, "Policy " + arn + " does not exist or is not attachable."));
    }

    /** One that somebody here may change. */
    private ManagedPolicy own(String arn) {
        var policy = required(arn);
        if (policy.builtIn())
            throw new PolicyRefused(
                    Code.UNMODIFIABLE,
                    "Policy " + arn
                            + " comes with Postern and cannot be changed: create one of your own from its text.");
        return policy;
    }

    @Override
    public ManagedPolicy create(Wanted wanted) {
        PolicyRules.name(wanted.name());
        PolicyRules.description(wanted.description());
        PolicyRules.tags(wanted.tags(), wanted.tags());
        PolicyRules.read(PolicyKind.MANAGED, wanted.name(), wanted.document());
        if (BuiltInPolicies.all().values().stream()
                .anyMatch(policy -> policy.name().equalsIgnoreCase(wanted.name())))
            throw new PolicyRefused(
                    Code.ALREADY_EXISTS,
                    "A policy called " + wanted.name() + " comes with Postern. Choose another name.");
        if (held.managed().size() - BuiltInPolicies.all().size() >= MOST)
            throw new PolicyRefused(Code.LIMIT_EXCEEDED, "Cannot exceed quota for PoliciesPerAccount: " + MOST + ".");
        var now = now();
        var policy = new ManagedPolicy(
                ID_PREFIX + RandomText.of(ID_RANDOM, random),
                wanted.name(),
                arn(wanted.name()),
                wanted.description(),
                false,
                wanted.document(),
                1,
                new TreeMap<>(wanted.tags()),
                now,
                now);
        try {
            transaction.executeWithoutResult(_ -> policies.add(policy, wanted.by()));
        } catch (DuplicateKeyException _) {
            throw new PolicyRefused(
                    Code.ALREADY_EXISTS,
                    "A policy called " + wanted.name() + " already exists. Duplicate names are not"
                            + " allowed, and capitals make no difference.");
        }
        changed();
        return policy;
    }

    @Override
    public void delete(String arn) {
        var policy = own(arn);
        if (!holders(arn).isEmpty() || !bounded(arn).isEmpty())
            throw new PolicyRefused(
                    Code.DELETE_CONFLICT,
                    "Cannot delete a policy attached to entities: detach it from " + list(holders(arn), bounded(arn))
                            + " first.");
        if (policies.versions(policy.id(), policy.defaultVersion()).size() > 1)
            throw new PolicyRefused(
                    Code.DELETE_CONFLICT,
                    "This policy has more than one version. Before you delete a policy, you must delete the policy's"
                            + " versions. The default version is deleted with the policy.");
        policies.delete(policy.id());
        changed();
    }

    private static String list(List<Subject> holders, List<Subject> bounded) {
        var all = new ArrayList<>(holders);
        all.addAll(bounded);
        return all.stream().limit(5).map(Subject::toString).collect(Collectors.joining(", "))
                + (all.size() > 5 ? " and " + (all.size() - 5) + " more" : "");
    }

    @Override
    public List<PolicyVersion> versions(String arn) {
        var policy = required(arn);
        if (policy.builtIn())
            return List.of(new PolicyVersion(1, policy.document(), true, policy.createdAt(), "arn:aws:iam::aws:root"));
        return policies.versions(policy.id(), policy.defaultVersion());
    }

    @Override
    public PolicyVersion addVersion(String arn, String document, boolean asDefault, String by) {
        var policy = own(arn);
        PolicyRules.read(PolicyKind.MANAGED, policy.name(), document);
        var now = now();
        var number = transaction.execute(_ -> {
            if (policies.versions(policy.id(), policy.defaultVersion()).size() >= MOST_VERSIONS)
                throw new PolicyRefused(
                        Code.LIMIT_EXCEEDED,
                        "A managed policy can have up to " + MOST_VERSIONS
                                + " versions. Before you create a new version, you must delete an existing version.");
            int next = policies.addVersion(policy.id(), document, by, now);
            if (asDefault) policies.setDefault(policy.id(), next, now);
            return next;
        });
        changed();
        return new PolicyVersion(number == null ? 0 : number, document, asDefault, now, by);
    }

    @Override
    public void setDefault(String arn, int version) {
        var policy = own(arn);
        requireVersion(policy, version);
        policies.setDefault(policy.id(), version, now());
        changed();
    }

    @Override
    public void deleteVersion(String arn, int version) {
        var policy = own(arn);
        requireVersion(policy, version);
        if (policy.defaultVersion() == version)
            throw new PolicyRefused(
                    Code.DELETE_CONFLICT,
                    "Cannot delete the default version of a policy: make another one the default.");
        policies.deleteVersion(policy.id(), version);
        changed();
    }

    private void requireVersion(ManagedPolicy policy, int version) {
        if (policies.versions(policy.id(), policy.defaultVersion()).stream()
                .noneMatch(each -> each.number() == version))
            throw new PolicyRefused(
                    Code.NO_SUCH_ENTITY,
                    "Policy " + policy.arn() + " version " + ManagedPolicy.version(version)
                            + " does not exist or is not attachable.");
    }

    @Override
    public void tag(String arn, Map<String, String> tags) {
        var policy = own(arn);
        var after = new TreeMap<>(policy.tags());
        after.putAll(tags);
        PolicyRules.tags(tags, after);
        transaction.executeWithoutResult(_ -> policies.addTags(policy.id(), tags));
        changed();
    }

    @Override
    public void untag(String arn, Collection<String> keys) {
        policies.removeTags(own(arn).id(), keys);
        changed();
    }

    // ── who has which

    @Override
    public List<ManagedPolicy> attached(Subject subject) {
        return held.attachedTo(subject).stream()
                .flatMap(arn -> find(arn).stream())
                .sorted(Comparator.comparing(ManagedPolicy::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    @Override
    public void attach(Subject subject, String arn) {
        required(arn);
        var there = held.attachedTo(subject);
        if (there.contains(arn)) return;
        if (there.size() >= MOST_ATTACHED)
            throw new PolicyRefused(
                    Code.LIMIT_EXCEEDED,
                    "Cannot exceed quota for PoliciesPer" + capital(subject) + ": " + MOST_ATTACHED + ".");
        try {
            attachments.attach(subject, arn, now());
        } catch (DuplicateKeyException _) {
            // by somebody else a moment ago
        }
        changed();
    }

    private static String capital(Subject subject) {
        var word = subject.kind().word();
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    @Override
    public void detach(Subject subject, String arn) {
        if (!attachments.detach(subject, arn))
            throw new PolicyRefused(Code.NO_SUCH_ENTITY, "Policy " + arn + " was not found on the " + subject + ".");
        changed();
    }

    @Override
    public List<Subject> holders(String arn) {
        return held.holders(arn);
    }

    @Override
    public List<Subject> bounded(String arn) {
        return held.bounded(arn);
    }

    @Override
    public Optional<ManagedPolicy> boundary(Subject subject) {
        return Optional.ofNullable(held.boundaryOf(subject)).flatMap(this::find);
    }

    @Override
    public void setBoundary(Subject subject, String arn) {
        if (subject.kind() == Subject.Kind.GROUP)
            throw new PolicyRefused(Code.INVALID, "A group has no boundary: set it on its users.");
        required(arn);
        transaction.executeWithoutResult(_ -> attachments.setBoundary(subject, arn));
        changed();
    }

    @Override
    public void removeBoundary(Subject subject) {
        if (!attachments.removeBoundary(subject))
            throw new PolicyRefused(Code.NO_SUCH_ENTITY, "The " + subject + " has no permissions boundary.");
        changed();
    }

    @Override
    public SortedMap<String, String> inline(Subject subject) {
        return new TreeMap<>(held.inlineOf(subject));
    }

    @Override
    public void putInline(Subject subject, String name, String document) {
        PolicyRules.name(name);
        var kind = subject.kind().inline();
        var policy = PolicyRules.read(kind, name, document);
        int others = held.inlineOf(subject).entrySet().stream()
                .filter(entry -> !entry.getKey().equals(name))
                .mapToInt(entry ->
                        held.compiled(kind, entry.getKey(), entry.getValue()).size())
                .sum();
        if (others + policy.size() > kind.limit())
            throw new PolicyRefused(
                    Code.LIMIT_EXCEEDED,
                    "Maximum policy size of " + kind.limit() + " bytes exceeded for " + subject
                            + ": all inline policies of one principal count together, without their white space.");
        transaction.executeWithoutResult(_ -> attachments.putInline(subject, name, document));
        changed();
    }

    @Override
    public void deleteInline(Subject subject, String name) {
        if (!attachments.deleteInline(subject, name))
            throw new PolicyRefused(
                    Code.NO_SUCH_ENTITY, "The " + subject + " has no policy with the name " + name + ".");
        changed();
    }

    /** Within the transaction in which the name changes hands: they come and go with nothing, by whichever road. */
    @EventListener
    void on(Succession succession) {
        var subject = new Subject(Subject.Kind.valueOf(succession.kind().name()), succession.name());
        attachments.clear(subject);
        // who reads before it is done reads what was
        if (TransactionSynchronizationManager.isSynchronizationActive())
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    held.forget();
                }
            });
        else held.forget();
    }
}
