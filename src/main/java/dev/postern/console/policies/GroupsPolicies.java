package dev.postern.console.policies;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a user has because of the groups they are in. */
final class GroupsPolicies extends Div {
    private final Policies policies;
    private final PolicyDeeds deeds;
    private final Users users;
    private final Caller caller;
    private final Subject who;
    private final Facts facts = new Facts();
    private List<Row> drawn = List.of();

    private record Row(String group, List<String> attached, List<String> inline) {}

    GroupsPolicies(Policies policies, PolicyDeeds deeds, Users users, Caller caller, Subject who) {
        this.policies = policies;
        this.deeds = deeds;
        this.users = users;
        this.caller = caller;
        this.who = who;
        addClassName("panel");
        add(new H2(Texts.text("permissions.groups")), facts);
    }

    void show() {
        var rows = who.kind() == Subject.Kind.USER && deeds.mayRead(caller, "iam:ListGroupsForUser", who)
                ? rows()
                : List.<Row>of();
        setVisible(!rows.isEmpty());
        if (rows.equals(drawn)) return;
        drawn = rows;
        facts.show();
        for (var row : rows) facts.named(row.group(), value(row));
    }

    /** Of groups whose policies one may list. */
    private List<Row> rows() {
        var rows = new ArrayList<Row>();
        var names = users.find(who.name()).map(User::groups).orElse(Set.of());
        for (var name : names.stream().sorted().toList()) {
            var group = Subject.group(name);
            var attached = deeds.mayRead(caller, "iam:ListAttachedGroupPolicies", group)
                    ? policies.attached(group).stream().map(ManagedPolicy::name).toList()
                    : List.<String>of();
            var inline = deeds.mayRead(caller, "iam:ListGroupPolicies", group)
                    ? List.copyOf(policies.inline(group).keySet())
                    : List.<String>of();
            if (!attached.isEmpty() || !inline.isEmpty()) rows.add(new Row(name, attached, inline));
        }
        return rows;
    }

    private static Div value(Row row) {
        var value = new Div();
        value.addClassName("belongings");
        for (var policy : row.attached()) value.add(new Anchor(PolicyLook.path(policy), policy));
        for (var policy : row.inline()) {
            var link = new Anchor(Place.of("groups", row.group()), policy);
            var words = new Span(link, new Span(" " + Texts.text("permissions.groups.inline")));
            value.add(words);
        }
        return value;
    }
}
