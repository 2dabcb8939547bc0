package dev.postern.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.access.AccessRequest;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.Trust;
import dev.postern.policy.ActionCatalog;
import dev.postern.testing.HandClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A Deny by the tag of a user, role or policy holds although whoever asks the gate does not say which tags it has. */
class DenyByTagTest {
    private static final Map<String, String> LOCKED = Map.of("locked", "yes");
    private static final String ALL_BUT_LOCKED = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "*", "Resource": "*"},
              {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/locked": "yes"}}}]}""";

    @AutoClose
    private final ApiUnderTest api = new ApiUnderTest(new HandClock());

    @Test
    void forEveryActionOnUsersRolesAndPolicies() {
        var users = api.bean(Users.class);
        users.create("locked", LOCKED);
        users.create("open", Map.of());
        for (var name : List.of("locked", "open")) {
            var tags = name.equals("open") ? Map.<String, String>of() : LOCKED;
            var trust = new Trust(true, Set.of(), null);
            var roles = api.bean(Roles.class);
            roles.create(new Roles.Wanted(roles.newId(), name, "", Duration.ofHours(1), trust, tags));
            api.bean(Policies.class).create(new Policies.Wanted(name, "", ALL_BUT_LOCKED, tags, "arn"));
        }
        var asker = users.create("asker", Map.of());
        api.bean(Policies.class).putInline(Subject.user("asker"), "own", ALL_BUT_LOCKED);
        var caller = users.callerFor(asker, null);

        var asked = 0;
        for (var action : ActionCatalog.all()) {
            if (!action.name().startsWith("iam:") && !action.name().equals("sts:AssumeRole")) continue;
            for (var kind : List.of("user", "role", "policy")) {
                if (action.resourceTypes().stream()
                        .noneMatch(type -> type.replace("*", "").equals(kind))) continue;
                var arn = "arn:aws:iam::000000000000:" + kind + "/";
                assertThat(allows(caller, action.name(), arn + "open"))
                        .as(action.name() + " on an open " + kind)
                        .isTrue();
                assertThat(allows(caller, action.name(), arn + "locked"))
                        .as(action.name() + " on a locked " + kind)
                        .isFalse();
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(40);
    }

    private boolean allows(Caller caller, String action, String arn) {
        var request = AccessRequest.of(caller, Leg.of(action, arn));
        var decided = api.bean(Gate.class).decide(request).allowed();
        assertThat(api.bean(Gate.class).allows(request)).isEqualTo(decided);
        return decided;
    }
}
