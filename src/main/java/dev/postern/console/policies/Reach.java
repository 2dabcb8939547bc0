package dev.postern.console.policies;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.Foresight;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.Users;
import java.util.List;

/** Which nodes a user or a role reaches by all they have, and a group's policies open by themselves, for those who may simulate them. */
final class Reach extends Div {
    private final Foresight foresight;
    private final Destinations destinations;
    private final PolicyDeeds deeds;
    private final Users users;
    private final Caller caller;
    private final Subject who;
    private final Div words = new Div();
    private List<Object> drawn = List.of();

    Reach(Foresight foresight, Destinations destinations, PolicyDeeds deeds, Users users, Caller caller, Subject who) {
        this.foresight = foresight;
        this.destinations = destinations;
        this.deeds = deeds;
        this.users = users;
        this.caller = caller;
        this.who = who;
        addClassName("panel");
        var how = new Paragraph(Texts.text("gains.how"));
        how.addClassName("quiet");
        words.addClassName("reach");
        add(new H2(Texts.text("permissions.reach")), words, how);
        if (ofGroup()) how.setText(Texts.text("permissions.reach.group") + " " + how.getText());
        else add(new Anchor(SimulatorView.place(who), Texts.text("permissions.reach.simulate")));
    }

    private boolean ofGroup() {
        return who.kind() == Subject.Kind.GROUP;
    }

    void show() {
        setVisible(deeds.mayRead(caller, SimulatorView.SIMULATE, who));
        if (!isVisible()) return;
        var all = destinations.all(caller);
        var reached = foresight.reached(who, all);
        var disabled = who.kind() == Subject.Kind.USER
                && users.find(who.name()).filter(user -> !user.enabled()).isPresent();
        List<Object> now = List.of(reached, all.size(), disabled);
        if (now.equals(drawn)) return;
        drawn = now;
        words.removeAll();
        var count = new Span(Texts.text("simulator.has.nodes", reached.size(), all.size()));
        count.addClassName("reach-count");
        words.add(count);
        if (disabled) words.add(new Span(Texts.text("permissions.reach.disabled")));
        if (!reached.isEmpty()) words.add(new Span(WhoGains.names(reached)));
    }
}
