package dev.postern.console.roles;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import dev.postern.access.policies.Subject;
import dev.postern.console.policies.PermissionPanels;
import dev.postern.console.policies.PolicyText;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Panel;
import dev.postern.console.shell.TagEditor;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One role: who may be in it, what it has, and where that leads. */
@Route("roles/:name")
@PermitAll
class RoleView extends Page implements BeforeEnterObserver {
    private final Roles roles;
    private final RoleDeeds deeds;
    private final PermissionPanels panels;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Facts facts = new Facts();
    private final Div trust = new Div();
    private final Button rewrite = new Button(Texts.text("role.trust.edit"), _ -> rewrite());
    private final TagEditor tags = new TagEditor(new RoleTags());
    private final Button delete = new Button(Texts.text("delete"), _ -> shown().ifPresent(this::confirmDelete));
    private String name = "";
    private PermissionPanels.@Nullable Shown permissions;
    private List<Object> drawn = List.of();

    RoleView(Roles roles, RoleDeeds deeds, PermissionPanels panels, Acting acting, Moments moments, Live live) {
        super("");
        this.roles = roles;
        this.deeds = deeds;
        this.panels = panels;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        back("roles", Texts.text("navigation.roles"));
        trust.addClassName("trust");
        delete.addThemeVariants(ButtonVariant.ERROR);
        live.follow(this, this::show);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        name = event.getRouteParameters().get("name").orElse("");
        title(name);
        var denied = acting.whyNot(caller, deeds.leg("iam:GetRole", name));
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        if (roles.find(name).isEmpty()) throw new NotFoundException(name);
        var made = panels.of(caller, Subject.role(name));
        permissions = made;
        actions(delete);
        var tools = new Div(rewrite);
        tools.addClassNames("tools", "deeds");
        add(new Panel("user.facts", facts), new Panel("roles.trust", trust, tools), made, new Panel("user.tags", tags));
        show();
    }

    private Optional<Role> shown() {
        return roles.find(name).filter(_ -> deeds.may(caller, "iam:GetRole", name));
    }

    private void show() {
        var made = permissions;
        if (made == null) return;
        var found = shown();
        if (found.isEmpty()) {
            UI.getCurrent().navigate(RolesView.class);
            return;
        }
        made.show();
        var role = found.get();
        delete.setVisible(deeds.may(caller, "iam:DeleteRole", name));
        rewrite.setVisible(deeds.may(caller, "iam:UpdateAssumeRolePolicy", name));
        var taggable = deeds.may(caller, "iam:TagRole", name);
        List<Object> says = List.of(role.id(), role.description(), role.longest(), role.trust(), role.tags(), taggable);
        if (says.equals(drawn)) return;
        drawn = says;
        about(role.description());
        facts.show()
                .id("user.arn", acting.account().role(name))
                .id("user.id", role.id())
                .text("roles.longest", moments.span(role.longest()))
                .text("user.created", moments.exact(role.createdAt()));
        trust.removeAll();
        if (role.trust().document() == null)
            trust.add(
                    new Paragraph(RoleLook.trust(role)),
                    new Paragraph(Texts.text(role.trust().sessionTags() ? "role.tags.chosen" : "role.tags.not")));
        else if (role.trust().isOfNobody()) trust.add(new Paragraph(Texts.text("roles.trust.gone")));
        trust.add(new PolicyText(role.trust().text(acting.account())));
        tags.show(role.tags(), taggable);
    }

    private void rewrite() {
        UI.getCurrent().navigate(WriteTrustView.place(name));
    }

    private void confirmDelete(Role role) {
        Confirmation.ask(
                Texts.text("roles.delete.sure"),
                Texts.text("roles.delete.what", role.name()),
                Texts.text("delete"),
                () -> {
                    if (deeds.delete(caller, role)) UI.getCurrent().navigate(RolesView.class);
                });
    }

    private final class RoleTags implements TagEditor.Tags {
        private static final long serialVersionUID = 1L;

        @Override
        public void add(String key, String value) {
            deeds.tag(caller, name, Map.of(key, value));
            redraw();
        }

        @Override
        public void remove(String key) {
            deeds.untag(caller, name, List.of(key));
            redraw();
        }

        /** Also where nothing has changed: what was typed goes. */
        private void redraw() {
            drawn = List.of();
            show();
        }
    }
}
