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
import dev.postern.identity.Caller;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.util.List;

/** What somebody has, from wherever they have it, and where it leads. */
final class Belongings extends Div {
    private final Policies policies;
    private final Users users;
    private final Foresight foresight;
    private final Destinations destinations;
    private final Facts facts = new Facts();

    Belongings(Policies policies, Users users, Foresight foresight, Destinations destinations) {
        this.policies = policies;
        this.users = users;
        this.foresight = foresight;
        this.destinations = destinations;
        add(facts);
    }

    void show(Caller asking, Subject who) {
        facts.show();
        facts.fact("simulator.has.attached", links(policies.attached(who)));
        if (who.kind() == Subject.Kind.USER) {
            var groups = users.find(who.name()).map(User::groups).orElseGet(java.util.Set::of);
            groups.stream().sorted().forEach(this::group);
        }
        inline(Texts.text("simulator.has.inline"), who);
        policies.boundary(who).ifPresent(limit -> facts.fact("simulator.has.boundary", links(List.of(limit))));
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

    private void group(String name) {
        var group = Subject.group(name);
        facts.named(Texts.text("simulator.has.group", name), links(policies.attached(group)));
        inline(Texts.text("simulator.has.group", name), group);
    }

    private void inline(String title, Subject who) {
        var names = policies.inline(who).keySet();
        if (!names.isEmpty()) facts.named(title, String.join(", ", names));
    }

    private static Div links(List<ManagedPolicy> all) {
        var links = new Div();
        links.addClassName("belongings");
        for (var policy : all) links.add(new Anchor(PolicyLook.path(policy.name()), policy.name()));
        if (all.isEmpty()) links.add(new Span(Texts.text("simulator.has.nothing")));
        return links;
    }
}
