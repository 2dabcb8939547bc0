package dev.postern.console.people;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import dev.postern.access.policies.Subject;
import dev.postern.console.policies.Consequences;
import dev.postern.console.policies.PermissionPanels;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Panel;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.Group;
import dev.postern.identity.Groups;
import dev.postern.identity.Users;
import jakarta.annotation.security.PermitAll;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One group: who is in it, and what that gives. */
@Route("groups/:name")
@PermitAll
class GroupView extends Page implements BeforeEnterObserver {
    private final Groups groups;
    private final Users users;
    private final GroupDeeds deeds;
    private final UserDeeds userDeeds;
    private final PermissionPanels permissions;
    private final Consequences consequences;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Facts facts = new Facts();
    private final Button delete = new Button(Texts.text("delete"), _ -> confirmDelete());
    private String name = "";
    private @Nullable Panels panels;

    /** Of one group. */
    private record Panels(Members members, PermissionPanels.Shown permissions) {}

    GroupView(
            Groups groups,
            Users users,
            GroupDeeds deeds,
            UserDeeds userDeeds,
            PermissionPanels permissions,
            Consequences consequences,
            Acting acting,
            Moments moments,
            Live live) {
        super("");
        this.groups = groups;
        this.users = users;
        this.deeds = deeds;
        this.userDeeds = userDeeds;
        this.permissions = permissions;
        this.consequences = consequences;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        back("groups", Texts.text("navigation.groups"));
        delete.addThemeVariants(ButtonVariant.ERROR);
        live.follow(this, this::show);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        name = event.getRouteParameters().get("name").orElse("");
        title(name);
        var denied = acting.whyNot(caller, deeds.leg("iam:GetGroup", name));
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        var group = groups.find(name).orElseThrow(() -> new NotFoundException(name));
        var made = new Panels(
                new Members(groups, users, userDeeds, consequences, caller, name, this::show),
                permissions.of(caller, Subject.group(name)));
        panels = made;
        actions(delete);
        add(new Panel("user.facts", facts), made.members(), made.permissions());
        facts.show()
                .id("user.arn", acting.account().group(name))
                .id("user.id", group.id())
                .text("user.created", moments.exact(group.createdAt()));
        show();
    }

    private Optional<Group> shown() {
        return groups.find(name).filter(_ -> deeds.may(caller, "iam:GetGroup", name));
    }

    private void show() {
        var now = panels;
        if (now == null) return;
        if (shown().isEmpty()) {
            UI.getCurrent().navigate(GroupsView.class);
            return;
        }
        delete.setVisible(deeds.may(caller, "iam:DeleteGroup", name));
        now.members().show();
        now.permissions().show();
    }

    private void confirmDelete() {
        Confirmation.askTyped(
                Texts.text("group.delete.sure", name),
                Texts.text("group.delete.what", groups.members(name).size()),
                Texts.text("delete"),
                name,
                () -> {
                    if (deeds.delete(caller, name)) UI.getCurrent().navigate(GroupsView.class);
                });
    }
}
