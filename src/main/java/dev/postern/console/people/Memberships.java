package dev.postern.console.people;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.PolicyChange;
import dev.postern.console.policies.Consequences;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.util.List;

/** The groups a user is in, and those they could be in. */
final class Memberships extends Div {
    private final UserDeeds deeds;
    private final Consequences consequences;
    private final Caller caller;
    private final String name;
    private final Runnable changed;
    private final Div list = new Div();
    private final ComboBox<String> choice = new ComboBox<>();
    private final Div form;
    private List<Object> drawn = List.of();

    Memberships(Users users, UserDeeds deeds, Consequences consequences, Caller caller, String name, Runnable changed) {
        this.deeds = deeds;
        this.consequences = consequences;
        this.caller = caller;
        this.name = name;
        this.changed = changed;
        addClassName("panel");
        list.addClassName("holders");
        choice.setAriaLabel(Texts.text("user.group"));
        choice.setPlaceholder(Texts.text("user.group"));
        form = new Div(choice, new Button(Texts.text("user.group.join"), _ -> join()));
        form.addClassName("tools");
        add(new H2(Texts.text("users.groups")), list, form);
        if (users.signIn(name).map(Users.SignIn::issuer).isPresent()) {
            var again = new Paragraph(Texts.text("user.group.provider"));
            again.addClassName("quiet");
            add(again);
        }
    }

    void show(User user) {
        setVisible(deeds.may(caller, UserDeeds.GROUPS, name));
        if (!isVisible()) return;
        var groups =
                user.groups().stream().sorted(String.CASE_INSENSITIVE_ORDER).toList();
        var left = deeds.joinable(caller).stream()
                .filter(group -> !user.groups().contains(group))
                .toList();
        var leavable = groups.stream()
                .filter(group -> deeds.mayWithGroup(caller, "iam:RemoveUserFromGroup", group))
                .toList();
        List<Object> now = List.of(groups, left, leavable);
        if (now.equals(drawn)) return;
        drawn = now;
        list.removeAll();
        if (groups.isEmpty()) {
            var none = new Span(Texts.text("user.groups.none"));
            none.addClassName("quiet");
            list.add(none);
        }
        for (var group : groups) list.add(row(group, leavable.contains(group)));
        choice.setItems(left);
        form.setVisible(!left.isEmpty());
    }

    private Div row(String group, boolean leavable) {
        var words = new Div(new Anchor(Place.of("groups", group), group));
        words.addClassName("holder");
        var row = new Div(words);
        row.addClassName("holder-row");
        if (!leavable) return row;
        var leave = new Button(Texts.text("user.group.leave"), _ -> leave(group));
        leave.setAriaLabel(Texts.text("user.group.leave.of", group));
        leave.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        row.add(leave);
        return row;
    }

    private void join() {
        var group = choice.getValue();
        if (group == null) {
            choice.focus();
            return;
        }
        consequences.ask(caller, new PolicyChange.Joined(name, group), Texts.text("user.group.join"), () -> {
            if (!deeds.join(caller, name, group)) return;
            choice.clear();
            changed.run();
        });
    }

    private void leave(String group) {
        consequences.ask(caller, new PolicyChange.Left(name, group), Texts.text("user.group.leave"), () -> {
            if (deeds.leave(caller, name, group)) changed.run();
        });
    }
}
