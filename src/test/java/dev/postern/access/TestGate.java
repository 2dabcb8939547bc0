package dev.postern.access;

import dev.postern.access.policies.PolicySource;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.roles.Roles;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyKind;
import dev.postern.trail.Trail;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The real gate, for tests of modules above it, over policies that a test says. */
public final class TestGate {
    public static final Account ACCOUNT = new Account("000000000000", "local");

    private static final String ALL = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}""";

    /** What whoever starts sessions and commands needs for their own ones. */
    private static final String OWN = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": ["ssm:ResumeSession", "ssm:TerminateSession", "postern:ViewSession"],
               "Resource": "*",
               "Condition": {"StringEquals": {"ssm:resourceTag/aws:ssmmessages:session-id": "${aws:userid}"}}},
              {"Effect": "Allow", "Action": ["ssm:CancelCommand", "ssm:GetCommandInvocation"],
               "Resource": "*", "Condition": {"Bool": {"postern:OwnCommand": "true"}}}]}""";

    private TestGate() {}

    /** Administrators may everything, users what is their own. */
    public static Gate before(Trail trail) {
        return new TrailedGate(decisions(new GivenPolicies(), new NoRoles()), trail, (_, _) -> {});
    }

    public static Gate before(Trail trail, PolicySource policies) {
        return new TrailedGate(decisions(policies, new NoRoles()), trail, (_, _) -> {});
    }

    static Decisions decisions(PolicySource policies, Roles roles) {
        return decisions(policies, roles, Optional::of);
    }

    static Decisions decisions(PolicySource policies, Roles roles, Standpoints.Present callers) {
        return new Decisions(standpoints(policies, roles, callers, Clock.systemUTC()), roles, _ -> new TreeMap<>());
    }

    static Standpoints standpoints(PolicySource policies, Roles roles, Clock clock) {
        return standpoints(policies, roles, Optional::of, clock);
    }

    private static Standpoints standpoints(
            PolicySource policies, Roles roles, Standpoints.Present callers, Clock clock) {
        var settings = new AccessSettings(List.of(), true, true, Duration.ofDays(90));
        return new Standpoints(policies, callers, roles, ACCOUNT, new GuardRails(settings), _ -> {}, clock);
    }

    /** Policies by whom they are attached to. */
    public static final class GivenPolicies implements PolicySource {
        private final Map<Subject, List<Policy>> given = new HashMap<>();

        public GivenPolicies() {
            given.put(Subject.group(Caller.ADMINISTRATORS), List.of(Policy.of(PolicyKind.MANAGED, "Everything", ALL)));
        }

        public GivenPolicies give(Subject subject, String... documents) {
            var policies = List.of(documents).stream()
                    .map(document -> Policy.of(PolicyKind.MANAGED, "Policy of the " + subject, document))
                    .toList();
            given.put(subject, policies);
            return this;
        }

        @Override
        public List<Policy> identity(Subject subject) {
            var nothingSaid = subject.kind() == Subject.Kind.USER
                    ? List.of(Policy.of(PolicyKind.MANAGED, "OwnSessions", OWN))
                    : List.<Policy>of();
            return given.getOrDefault(subject, nothingSaid);
        }

        @Override
        public Optional<Policy> limit(Subject subject) {
            return Optional.empty();
        }
    }
}
