package dev.postern.console.people;

import dev.postern.access.AccessRequest;
import dev.postern.access.Leg;
import dev.postern.access.PrincipalLegs;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Acting;
import dev.postern.identity.Caller;
import dev.postern.identity.Groups;
import org.springframework.stereotype.Component;

/** What is done to groups from the console: through the gate, asked as the API asks it. */
@Component
class GroupDeeds {
    private final Groups groups;
    private final PrincipalLegs legs;
    private final Acting acting;

    GroupDeeds(Groups groups, PrincipalLegs legs, Acting acting) {
        this.groups = groups;
        this.legs = legs;
        this.acting = acting;
    }

    Leg leg(String action, String group) {
        return legs.of(action, Subject.group(group));
    }

    boolean may(Caller caller, String action, String group) {
        return acting.may(caller, leg(action, group));
    }

    boolean mayAll(Caller caller, String action) {
        return acting.may(caller, legs.ofAll(action, Subject.Kind.GROUP));
    }

    boolean create(Caller caller, String group) {
        return acting.run(AccessRequest.of(caller, leg("iam:CreateGroup", group)), () -> groups.create(group));
    }

    boolean delete(Caller caller, String group) {
        return acting.run(AccessRequest.of(caller, leg("iam:DeleteGroup", group)), () -> groups.delete(group));
    }
}
