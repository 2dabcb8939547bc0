package dev.postern.policy;

import dev.postern.policy.Explanation.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * The policies that bear on one principal, ready to decide. What is on the resource comes with the request. Immutable, and cheap enough to
 * be put together anew whenever a policy changes: the policies themselves are compiled already.
 */
public final class Layers {
    /** Of who has no policies of their own: services, strangers. */
    public static final Layers NONE = builder().build();

    private final List<Source> sources;
    /** Of identity, boundary and session policies. */
    private final StatementIndex denies;

    private final StatementIndex guardRailDenies;
    /** One for each level, from the root down. */
    private final List<StatementIndex> guardRails;

    private final StatementIndex identity;
    private final StatementIndex boundary;
    private final boolean bounded;
    private final StatementIndex session;
    private final boolean limited;

    /** @param level of a guard-rail, from 0; 0 elsewhere */
    record Source(Layer layer, int level, Policy policy) {}

    private Layers(Builder from) {
        var own = new ArrayList<>(from.identity);
        own.addAll(from.boundary);
        own.addAll(from.session);
        denies = StatementIndex.of(own, false);
        var rails = new ArrayList<>(from.resourceGuardRails);
        from.guardRails.forEach(rails::addAll);
        guardRailDenies = StatementIndex.of(rails, false);
        guardRails = from.guardRails.stream()
                .map(level -> StatementIndex.of(level, true))
                .toList();
        identity = StatementIndex.of(from.identity, true);
        boundary = StatementIndex.of(from.boundary, true);
        bounded = !from.boundary.isEmpty();
        session = StatementIndex.of(from.session, true);
        limited = !from.session.isEmpty();
        sources = from.sources();
    }

    public static Builder builder() {
        return new Builder();
    }

    public Verdict decide(PolicyRequest request) {
        // The root user has no policies that could say no, and needs none that say yes.
        boolean root = request.principal().kind() == PolicyPrincipal.Kind.ROOT;
        if (guardRailDenies.matches(request) || (!root && denies.matches(request))) return Verdict.EXPLICIT_DENY;
        var grant = Grant.NONE;
        for (var policy : request.resource().policies()) {
            for (var statement : policy.statements()) {
                if (!statement.matches(request)) continue;
                if (!statement.allows()) return Verdict.EXPLICIT_DENY;
                grant = grant.orMore(statement.grant(request.principal()));
            }
        }
        for (var level : guardRails) {
            if (!level.matches(request)) return Verdict.EXPLICIT_DENY;
        }
        var ballot = new Ballot(
                true,
                identity.matches(request),
                !bounded || boundary.matches(request),
                !limited || session.matches(request),
                grant);
        return ballot.verdict(request);
    }

    /** The same verdict with its reasons, from the same statements; slower, since it looks at all of them. */
    public Explanation explain(PolicyRequest request) {
        return new Examination(this, request).explain();
    }

    List<Source> sources() {
        return sources;
    }

    int guardRailLevels() {
        return guardRails.size();
    }

    boolean bounded() {
        return bounded;
    }

    boolean limited() {
        return limited;
    }

    /** Puts layers together. What is not called is not there, and takes nothing away. */
    public static final class Builder {
        private List<Policy> identity = List.of();
        private List<Policy> boundary = List.of();
        private List<Policy> session = List.of();
        private List<List<Policy>> guardRails = List.of();
        private List<Policy> resourceGuardRails = List.of();

        private Builder() {}

        /** Of a user and the user's groups together, or of a role. */
        public Builder identity(List<Policy> policies) {
            identity = List.copyOf(policies);
            return this;
        }

        /** The most that identity policies can give. */
        public Builder boundary(Policy policy) {
            boundary = List.of(policy);
            return this;
        }

        /** The most that is left to this session: one of them must allow. None at all is no limit. */
        public Builder session(List<Policy> policies) {
            session = List.copyOf(policies);
            return this;
        }

        /** The organisation's, from the root down: at each level one policy must allow. A level without policies lets nothing through. */
        public Builder guardRails(List<List<Policy>> levels) {
            guardRails = levels.stream().map(List::copyOf).toList();
            return this;
        }

        /** Of the resource's account. They always have AWS's full-access policy beside them, so only what they deny counts. */
        public Builder resourceGuardRails(List<Policy> policies) {
            resourceGuardRails = List.copyOf(policies);
            return this;
        }

        private List<Source> sources() {
            var sources = new ArrayList<Source>();
            for (int level = 0; level < guardRails.size(); level++) {
                for (var policy : guardRails.get(level)) sources.add(new Source(Layer.GUARD_RAIL, level, policy));
            }
            for (var policy : resourceGuardRails) sources.add(new Source(Layer.RESOURCE_GUARD_RAIL, 0, policy));
            for (var policy : identity) sources.add(new Source(Layer.IDENTITY, 0, policy));
            for (var policy : boundary) sources.add(new Source(Layer.BOUNDARY, 0, policy));
            for (var policy : session) sources.add(new Source(Layer.SESSION, 0, policy));
            return List.copyOf(sources);
        }

        public Layers build() {
            return new Layers(this);
        }
    }
}
