package dev.postern.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.access.policies.PoliciesChanged;
import dev.postern.access.policies.PolicySource;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.PrincipalsChanged;
import dev.postern.identity.SessionTag;
import dev.postern.identity.Standing;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.Trust;
import dev.postern.policy.Layers;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import dev.postern.policy.PolicyPrincipal;
import dev.postern.policy.RequestContext;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Gathers what bears on a caller. What policies amount to is kept until one of them changes. */
@Component
class Standpoints {
    private static final int MOST_KEPT = 10_000;
    // How long another server of the same database may go on deciding by what was.
    private static final Duration KEPT_FOR = Duration.ofSeconds(30);

    /** A node opens what was encrypted for it, and nothing else. */
    private static final Policy OF_NODES = Policy.of(PolicyKind.MANAGED, "ManagedNode", """
            {"Version": "2012-10-17", "Statement": [{"Sid": "OpensWhatWasEncryptedForIt", "Effect": "Allow",
              "Action": "kms:Decrypt", "Resource": "*",
              "Condition": {"StringEquals": {"kms:EncryptionContext:aws:ssm:TargetId": "${aws:userid}"}}}]}""");

    /** Who a caller is by now; empty for who is nobody any more. */
    interface Present {
        Optional<Caller> now(Caller caller);
    }

    private final PolicySource policies;
    private final Present callers;
    private final Roles roles;
    private final Account account;
    private final GuardRails guardRails;
    private final ApplicationEventPublisher events;
    private final InstantSource clock;
    private final Cache<Holder, Layers> kept = Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfterWrite(KEPT_FOR)
            .build();

    private record Holder(Subject subject, Set<String> groups, List<String> session) {}

    Standpoints(
            PolicySource policies,
            Present callers,
            Roles roles,
            Account account,
            GuardRails guardRails,
            ApplicationEventPublisher events,
            InstantSource clock) {
        this.policies = policies;
        this.callers = callers;
        this.roles = roles;
        this.account = account;
        this.guardRails = guardRails;
        this.events = events;
        this.clock = clock;
    }

    Standpoint of(Caller asking) {
        return callers.now(asking)
                .map(caller -> known(caller, this::layers))
                .orElseGet(() -> new Standpoint(
                        PolicyPrincipal.anonymous(), Layers.NONE, moment(asking).build()));
    }

    /** Of somebody as if they called now, under these policies: whether they could sign in is not asked. */
    Standpoint imagined(Caller caller, PolicySource under) {
        return known(caller, holder -> gather(holder, under));
    }

    private Standpoint known(Caller caller, Function<Holder, Layers> layers) {
        var context = moment(caller);
        return switch (caller.standing()) {
            case Standing.Own own ->
                new Standpoint(
                        PolicyPrincipal.user(caller.arn(), own.id(), own.tags()),
                        layers.apply(new Holder(Subject.user(caller.name()), caller.groups(), List.of())),
                        context.put(Trust.MEMBER, "true").build());
            case Standing.InRole in -> {
                if (in.sourceIdentity() != null) context.put("aws:SourceIdentity", in.sourceIdentity());
                context.put(Trust.MEMBER, String.valueOf(in.member()));
                var role = roles.withId(in.roleId());
                yield new Standpoint(
                        PolicyPrincipal.roleSession(
                                caller.arn(),
                                account.role(role.map(Role::name).orElse("")),
                                caller.userId(),
                                tags(role.map(Role::tags).orElse(new TreeMap<>()), in.tags())),
                        role.map(found -> layers.apply(new Holder(Subject.role(found.name()), Set.of(), in.policies())))
                                .orElse(Layers.NONE),
                        context.build());
            }
            case Standing.ByWebIdentity(var issuer, var audience, var subject) ->
                new Standpoint(
                        PolicyPrincipal.federated(Trust.providerArn(account, issuer)),
                        Layers.NONE,
                        context.put(Trust.claim(issuer, "aud"), audience)
                                .put(Trust.claim(issuer, "sub"), subject)
                                .build());
            case Standing.OfNode _ ->
                new Standpoint(
                        PolicyPrincipal.roleSession(caller.arn(), caller.arn(), caller.userId(), Map.of()),
                        builder().identity(List.of(OF_NODES)).build(),
                        context.build());
        };
    }

    private RequestContext.Builder moment(Caller caller) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var context = RequestContext.builder()
                .put("aws:CurrentTime", now.toString())
                .put("aws:EpochTime", Long.toString(now.getEpochSecond()))
                .put("aws:RequestedRegion", account.region());
        caller.circumstances(now).forEach(context::put);
        return context;
    }

    private static Map<String, String> tags(Map<String, String> ofRole, List<SessionTag> ofSession) {
        var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(ofRole);
        for (var tag : ofSession) {
            all.remove(tag.key());
            all.put(tag.key(), tag.value());
        }
        return all;
    }

    private Layers layers(Holder holder) {
        return kept.get(holder, missing -> gather(missing, policies));
    }

    private Layers gather(Holder holder, PolicySource under) {
        var identity = new ArrayList<>(under.identity(holder.subject()));
        holder.groups().stream().sorted().forEach(group -> identity.addAll(under.identity(Subject.group(group))));
        var layers = builder().identity(identity);
        under.limit(holder.subject()).ifPresent(layers::boundary);
        var session = new ArrayList<Policy>();
        for (var document : holder.session())
            session.add(Policy.of(PolicyKind.SESSION, "session policy " + (session.size() + 1), document));
        layers.session(session);
        return layers.build();
    }

    private Layers.Builder builder() {
        return Layers.builder().guardRails(guardRails.levels());
    }

    @EventListener({PoliciesChanged.class, PrincipalsChanged.class})
    void changed() {
        kept.invalidateAll();
        events.publishEvent(new DecisionsChanged());
    }
}
