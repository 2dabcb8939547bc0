package dev.postern.console.roles;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import dev.postern.access.Entrances;
import dev.postern.console.policies.Acquaintances;
import dev.postern.console.policies.PolicyEditor;
import dev.postern.console.policies.PolicyText;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Refusal;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import dev.postern.policy.PolicyKind;
import jakarta.annotation.security.PermitAll;
import java.util.Optional;

/** Who may be in a role, written as a trust policy. What a form said before becomes the text to begin with. */
@Route("roles/:name/trust")
@PermitAll
class WriteTrustView extends Page implements BeforeEnterObserver {
    private final Roles roles;
    private final RoleDeeds deeds;
    private final Entrances entrances;
    private final Acquaintances acquaintances;
    private final Acting acting;
    private final Caller caller;
    private final PolicyEditor editor = new PolicyEditor(PolicyKind.TRUST);
    private String name = "";

    WriteTrustView(
            Roles roles, RoleDeeds deeds, Entrances entrances, Acquaintances acquaintances, Acting acting, Live live) {
        super("");
        this.roles = roles;
        this.deeds = deeds;
        this.entrances = entrances;
        this.acquaintances = acquaintances;
        this.acting = acting;
        this.caller = acting.caller();
        closes(live, this::whyNot);
    }

    static String place(String role) {
        return Place.of("roles", role) + "/trust";
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        name = event.getRouteParameters().get("name").orElse("");
        back(Place.of("roles", name), name);
        title(Texts.text("role.trust.title", name));
        var denied = whyNot();
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        var role = roles.find(name).orElseThrow(() -> new NotFoundException(name));
        about(Texts.text(role.trust().provider() == null ? "role.trust.about" : "role.trust.about.provider"));
        editor.show(PolicyText.setOut(role.trust().text(acting.account())));
        var save = new Button(Texts.text("save"), _ -> editor.settled(this::save));
        save.addThemeVariants(ButtonVariant.PRIMARY);
        actions(new Button(Texts.text("cancel"), _ -> leave()), save);
        add(editor);
    }

    private Optional<Refusal> whyNot() {
        return acting.whyNot(caller, deeds.leg("iam:UpdateAssumeRolePolicy", name))
                .or(() -> acting.whyNot(caller, deeds.leg("iam:GetRole", name)));
    }

    private void leave() {
        UI.getCurrent().navigate(Place.of("roles", name));
    }

    private void save() {
        if (!editor.check()) {
            Notices.problem(Texts.text("editor.not-saved"));
            editor.focusText();
            return;
        }
        var role = roles.find(name);
        if (role.isEmpty()) {
            Notices.problem(Texts.text("role.gone", name));
            return;
        }
        var document = editor.text();
        var change = entrances.after(role.get(), document);
        if (change.isNone()) write(role.get(), document);
        else
            Confirmation.ask(
                    Texts.text("role.trust.sure"),
                    RoleLook.words(change, who -> acquaintances.mayList(caller, who.kind())),
                    Texts.text("save"),
                    () -> write(role.get(), document));
    }

    private void write(Role role, String document) {
        if (!deeds.setTrust(caller, role.name(), document)) return;
        Notices.done(Texts.text("role.trust.saved"));
        leave();
    }
}
