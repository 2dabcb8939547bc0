package dev.postern.identity.roles;

import dev.postern.identity.Caller;
import dev.postern.identity.Standing;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may assume a role. It binds administrators like anybody: a role is assumed by those it trusts.
 *
 * @param everyone every user of this account, also from a role they are in; nobody whom a provider of another role vouched for
 * @param users these, as themselves
 * @param provider whoever it vouches for
 */
public record Trust(
        boolean everyone, Set<String> users, @Nullable WebIdentityProvider provider) {
    public Trust {
        users = Set.copyOf(users);
        if (!everyone && users.isEmpty() && provider == null)
            throw new IllegalArgumentException(
                    "a role trusts somebody: everyone of this account, some users, or a web identity provider");
    }

    public boolean admits(Caller caller) {
        return switch (caller.standing()) {
            case Standing.Own _ -> everyone || users.contains(caller.name());
            case Standing.InRole role -> everyone && role.member();
            case Standing.ByWebIdentity(var issuer, var audience, var subject) ->
                provider != null
                        && provider.issuer().equals(issuer)
                        && provider.audience().equals(audience)
                        && provider.admits(subject);
        };
    }
}
