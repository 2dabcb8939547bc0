package dev.postern.access;

import dev.postern.access.policies.PolicySource;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Account;
import dev.postern.identity.Assurance;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import dev.postern.policy.Policy;
import dev.postern.policy.PolicyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Who could enter a role, and who could if its trust policy said something else. Users and roles of this account are asked; whom an identity provider vouches for
 * is known when they come. Nothing is done and nothing written; who may ask is for the faces to check.
 */
@Component
public final class Entrances {
    private static final String ENTERS = "sts:AssumeRole";
    private static final Map<String, String> ONE_FACTOR = Map.of("aws:MultiFactorAuthPresent", "false");

    private final Users users;
    private final Roles roles;
    private final Account account;
    private final PolicySource source;
    private final Imagined imagined;
    private final Standpoints standpoints;

    Entrances(
            Users users,
            Roles roles,
            Account account,
            PolicySource source,
            Imagined imagined,
            Standpoints standpoints) {
        this.users = users;
        this.roles = roles;
        this.account = account;
        this.source = source;
        this.imagined = imagined;
        this.standpoints = standpoints;
    }

    /**
     * What a change of a trust policy comes to.
     *
     * @param gains who could not enter and would
     * @param left how many were not asked, and so may gain or lose, too
     */
    public record Change(List<Subject> gains, List<Subject> losses, int left) {
        public Change {
            gains = List.copyOf(gains);
            losses = List.copyOf(losses);
        }

        public boolean isNone() {
            return gains.isEmpty() && losses.isEmpty() && left == 0;
        }
    }

    /**
     * Asks the first {@link Foresight#MOST_PRINCIPALS} as {@link Foresight} does: now, from no particular address, with a second factor or without, under
     * no external id.
     *
     * @throws IllegalArgumentException where the document is no trust policy
     */
    public Change after(Role role, String document) {
        var now = role.trustPolicy();
        var then = role.trust().rewritten(document).policy(account, role.name());
        var all = Stream.concat(
                        users.all().stream().map(User::name).map(Subject::user),
                        roles.all().stream().map(Role::name).map(Subject::role))
                .toList();
        var gains = new ArrayList<Subject>();
        var losses = new ArrayList<Subject>();
        var asked = all.subList(0, Math.min(Foresight.MOST_PRINCIPALS, all.size()));
        for (var who : asked) {
            var caller = imagined.caller(who);
            if (caller.isEmpty()) continue;
            var standpoint = standpoints.imagined(caller.get(), source);
            var before = isOpen(role, now, standpoint);
            if (before == isOpen(role, then, standpoint)) continue;
            (before ? losses : gains).add(who);
        }
        return new Change(gains, losses, all.size() - asked.size());
    }

    private boolean isOpen(Role role, Policy trust, Standpoint standpoint) {
        return Stream.of(ONE_FACTOR, Assurance.JUST_PROVEN).anyMatch(factors -> {
            var context =
                    standpoint.context().with().resourceTags(role.tags()).put("sts:RoleSessionName", Imagined.SOMEBODY);
            factors.forEach(context::put);
            var leg = Leg.of(ENTERS, account.role(role.name()));
            var resource = leg.asked().guardedBy(List.of(trust)).explicitOnly();
            return standpoint
                    .layers()
                    .decide(PolicyRequest.of(standpoint.principal(), ENTERS, resource, context.build()))
                    .allowed();
        });
    }
}
