package dev.postern.console.people;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.postern.access.PolicyChange;
import dev.postern.console.policies.Consequences;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.Groups;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Who is in a group, and who else could be. */
final class Members extends Div {
    /** More rows than anybody reads; who looks for somebody searches. */
    private static final int MOST_SHOWN = 50;

    private final Groups groups;
    private final Users users;
    private final UserDeeds deeds;
    private final Consequences consequences;
    private final Caller caller;
    private final String group;
    private final Runnable changed;
    private final TextField search = new TextField();
    private final Div list = new Div();
    private final ComboBox<String> choice = new ComboBox<>();
    private final Div form;
    private List<Object> drawn = List.of();

    Members(
            Groups groups,
            Users users,
            UserDeeds deeds,
            Consequences consequences,
            Caller caller,
            String group,
            Runnable changed) {
        this.groups = groups;
        this.users = users;
        this.deeds = deeds;
        this.consequences = consequences;
        this.caller = caller;
        this.group = group;
        this.changed = changed;
        addClassName("panel");
        list.addClassName("holders");
        search.setPlaceholder(Texts.text("group.members.search"));
        search.setAriaLabel(Texts.text("group.members.search"));
        search.setPrefixComponent(Glyph.SEARCH.draw());
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.EAGER);
        search.addValueChangeListener(_ -> show());
        choice.setAriaLabel(Texts.text("group.member"));
        choice.setPlaceholder(Texts.text("group.member"));
        form = new Div(choice, new Button(Texts.text("group.member.add"), _ -> add()));
        form.addClassName("tools");
        add(new H2(Texts.text("groups.members")), search, list, form);
    }

    void show() {
        var members = groups.members(group);
        var words = search.getValue().strip().toLowerCase(Locale.ROOT);
        var found = members.stream()
                .filter(member -> member.toLowerCase(Locale.ROOT).contains(words))
                .toList();
        var removable = deeds.mayWithGroup(caller, "iam:RemoveUserFromGroup", group);
        // who may not list users is offered none
        var left = deeds.mayWithGroup(caller, "iam:AddUserToGroup", group) && deeds.mayAll(caller, "iam:ListUsers")
                ? others(members)
                : List.<String>of();
        List<Object> now = List.of(members, found, removable, left);
        if (now.equals(drawn)) return;
        drawn = now;
        search.setVisible(members.size() > MOST_SHOWN);
        list.removeAll();
        found.stream().limit(MOST_SHOWN).forEach(member -> list.add(row(member, removable)));
        if (found.size() > MOST_SHOWN) note(Texts.text("group.members.first", MOST_SHOWN, found.size()));
        if (found.isEmpty()) note(Texts.text(members.isEmpty() ? "group.members.none" : "group.members.no-match"));
        choice.setItems(left);
        form.setVisible(!left.isEmpty());
    }

    private List<String> others(List<String> members) {
        var in = new HashSet<>(members);
        return users.all().stream()
                .map(User::name)
                .filter(name -> !in.contains(name))
                .toList();
    }

    private void note(String words) {
        var note = new Span(words);
        note.addClassName("quiet");
        list.add(note);
    }

    private Div row(String member, boolean removable) {
        var words = new Div(new Anchor(Place.of("users", member), member));
        words.addClassName("holder");
        var row = new Div(words);
        row.addClassName("holder-row");
        if (!removable) return row;
        var remove = new Button(Texts.text("group.member.remove"), _ -> remove(member));
        remove.setAriaLabel(Texts.text("group.member.remove.of", member));
        remove.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        row.add(remove);
        return row;
    }

    private void add() {
        var user = choice.getValue();
        if (user == null) {
            choice.focus();
            return;
        }
        consequences.ask(caller, new PolicyChange.Joined(user, group), Texts.text("group.member.add"), () -> {
            if (!deeds.join(caller, user, group)) return;
            choice.clear();
            changed.run();
        });
    }

    private void remove(String user) {
        consequences.ask(caller, new PolicyChange.Left(user, group), Texts.text("group.member.remove"), () -> {
            if (deeds.leave(caller, user, group)) changed.run();
        });
    }
}
