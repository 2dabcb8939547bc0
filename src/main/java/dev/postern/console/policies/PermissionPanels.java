package dev.postern.console.policies;

import com.vaadin.flow.component.html.Div;
import dev.postern.access.Foresight;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import org.springframework.stereotype.Component;

/** What a user, a group or a role has of policies, and where these lead: panels for the pages of principals. */
@Component
public class PermissionPanels {
    private final Policies policies;
    private final PolicyDeeds deeds;
    private final Consequences consequences;
    private final Users users;
    private final Foresight foresight;
    private final Destinations destinations;

    PermissionPanels(
            Policies policies,
            PolicyDeeds deeds,
            Consequences consequences,
            Users users,
            Foresight foresight,
            Destinations destinations) {
        this.policies = policies;
        this.deeds = deeds;
        this.consequences = consequences;
        this.users = users;
        this.foresight = foresight;
        this.destinations = destinations;
    }

    /** Panels about one principal, which are drawn anew where what they say has changed. */
    public static final class Shown extends Div {
        private final AttachedPolicies attached;
        private final InlinePolicies inline;
        private final GroupsPolicies groups;
        private final Boundary boundary;
        private final Reach reach;

        private Shown(
                AttachedPolicies attached,
                InlinePolicies inline,
                GroupsPolicies groups,
                Boundary boundary,
                Reach reach) {
            this.attached = attached;
            this.inline = inline;
            this.groups = groups;
            this.boundary = boundary;
            this.reach = reach;
            addClassName("permissions");
            add(reach, attached, inline, groups, boundary);
        }

        public void show() {
            attached.show();
            inline.show();
            groups.show();
            boundary.show();
            reach.show();
        }
    }

    public Shown of(Caller caller, Subject who) {
        var shown = new Shown[1];
        Runnable changed = () -> shown[0].show();
        shown[0] = new Shown(
                new AttachedPolicies(policies, deeds, consequences, caller, who, changed),
                new InlinePolicies(policies, deeds, consequences, caller, who, changed),
                new GroupsPolicies(policies, deeds, users, caller, who),
                new Boundary(policies, deeds, consequences, caller, who, changed),
                new Reach(foresight, destinations, deeds, users, caller, who));
        return shown[0];
    }
}
