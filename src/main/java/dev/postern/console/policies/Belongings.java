package dev.postern.console.policies;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.Foresight;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Texts;
import dev.postern.console.shell.Unseen;
import dev.postern.identity.Caller;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.util.List;
import java.util.Set;

/** What somebody has, from wherever they have it, and where it leads. */
final class Belongings extends Div {
    private final Policies policies;
    private final Users users;
    private final Foresight foresight;
    private final Destinations destinations;
    private final PolicyDeeds deeds;
    private final Facts facts = new Facts();

    Belongings(Policies policies, Users users, Foresight foresight, Destinations destinations, PolicyDeeds deeds) {
        this.policies = policies;
        this.users = users;
        this.foresight = foresight;
        this.destinations = destinations;
        this.deeds = deeds;
        add(facts);
    }

    void show(Caller asking, Subject who) {
        facts.show();
        attached(asking, Texts.text("simulator.has.attached"), who);
        if (who.kind() == Subject.Kind.USER) groups(asking, who);
        inline(asking, Texts.text("simulator.has.inline"), who);
        boundary(asking, who);
        var all = destinations.all(asking);
        var reached = foresight.reached(who, all);
        var count = new Div(new Span(Texts.text("simulator.has.nodes", reached.size(), all.size())));
        if (!reached.isEmpty()) {
            var names = new Div(WhoGains.names(reached));
            names.addClassName("quiet");
            count.add(names);
        }
        facts.fact("simulator.has.reaches", count);
    }

    private void attached(Caller asking, String title, Subject who) {
        var list = "iam:ListAttached" + PolicyDeeds.capital(who) + "Policies";
        facts.named(title, deeds.mayRead(asking, list, who) ? links(policies.attached(who)) : new Unseen(list));
    }

    private void groups(Caller asking, Subject who) {
        var list = "iam:ListGroupsForUser";
        if (!deeds.mayRead(asking, list, who)) {
            facts.fact("users.groups", new Unseen(list));
            return;
        }
        var groups = users.find(who.name()).map(User::groups).orElseGet(Set::of);
        for (var name : groups.stream().sorted().toList()) {
            var title = Texts.text("simulator.has.group", name);
            attached(asking, title, Subject.group(name));
            inline(asking, title, Subject.group(name));
        }
    }

    private void inline(Caller asking, String title, Subject who) {
        var list = "iam:List" + PolicyDeeds.capital(who) + "Policies";
        if (!deeds.mayRead(asking, list, who)) {
            facts.named(title, new Unseen(list));
            return;
        }
        var names = policies.inline(who).keySet();
        if (!names.isEmpty()) facts.named(title, String.join(", ", names));
    }

    /** Whoever may see the principal may see its boundary, as at AWS. */
    private void boundary(Caller asking, Subject who) {
        var get = "iam:Get" + PolicyDeeds.capital(who);
        if (!deeds.mayRead(asking, get, who)) facts.fact("simulator.has.boundary", new Unseen(get));
        else policies.boundary(who).ifPresent(limit -> facts.fact("simulator.has.boundary", links(List.of(limit))));
    }

    private static Div links(List<ManagedPolicy> all) {
        var links = new Div();
        links.addClassName("belongings");
        for (var policy : all) links.add(new Anchor(PolicyLook.path(policy.name()), policy.name()));
        if (all.isEmpty()) links.add(new Span(Texts.text("simulator.has.nothing")));
        return links;
    }
}
