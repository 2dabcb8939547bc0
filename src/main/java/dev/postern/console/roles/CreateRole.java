package dev.postern.console.roles;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import dev.postern.access.AccessRequest;
import dev.postern.access.Leg;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.roles.Role;
import dev.postern.identity.roles.Roles;
import dev.postern.identity.roles.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks what the role is called, what it may, and who may be in it. */
final class CreateRole extends Dialog {
    private static final List<Duration> LIMITS =
            List.of(Role.SHORTEST_LIMIT, Duration.ofHours(4), Duration.ofHours(8), Role.LONGEST_LIMIT);

    private final Roles roles;
    private final Policies policies;
    private final Acting acting;
    private final Caller caller;
    private final Runnable made;
    private final TextField name = new TextField(Texts.text("roles.name"));
    private final Select<Boolean> administrator = new Select<>();
    private final Select<Duration> longest = new Select<>();
    private final Checkbox everyone = new Checkbox(Texts.text("roles.trust.everyone"));
    private final MultiSelectComboBox<String> trusted = new MultiSelectComboBox<>(Texts.text("roles.trust.users"));
    private final ProviderForm provider = new ProviderForm();

    CreateRole(
            Roles roles, Policies policies, Users users, Acting acting, Moments moments, Caller caller, Runnable made) {
        this.roles = roles;
        this.policies = policies;
        this.acting = acting;
        this.caller = caller;
        this.made = made;
        setHeaderTitle(Texts.text("roles.create"));
        setWidth("min(640px, 100vw)");
        name.setAutofocus(true);
        name.setHelperText(Texts.text("roles.name.help"));
        administrator.setLabel(Texts.text("roles.may"));
        administrator.setItems(false, true);
        administrator.setItemLabelGenerator(RoleLook::may);
        administrator.setValue(false);
        longest.setLabel(Texts.text("roles.longest"));
        longest.setItems(LIMITS);
        longest.setItemLabelGenerator(moments::span);
        longest.setValue(Role.SHORTEST_LIMIT);
        trusted.setItems(users.all().stream().map(User::name).toList());
        trusted.setWidthFull();
        var row = new Div(administrator, longest);
        row.addClassName("field-row");
        var form = new Div(
                name,
                row,
                new H3(Texts.text("roles.trust")),
                everyone,
                trusted,
                new H3(Texts.text("roles.provider")),
                provider);
        form.addClassName("form");
        add(form);
        var create = new Button(Texts.text("create"), _ -> create());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), create);
    }

    private void create() {
        var called = name.getValue().strip();
        if (!checkName(called) || !provider.check() || !checkTrust()) return;
        create(called, new Trust(everyone.getValue(), trusted.getValue(), provider.read()));
    }

    private boolean checkName(String called) {
        var taken = roles.find(called).isPresent();
        name.setErrorMessage(Texts.text(taken ? "roles.name.taken" : "roles.name.help"));
        name.setInvalid(taken || !Role.isName(called));
        if (name.isInvalid()) name.focus();
        return !name.isInvalid();
    }

    private boolean checkTrust() {
        var nobody = !everyone.getValue() && trusted.isEmpty() && provider.read() == null;
        trusted.setErrorMessage(Texts.text("roles.trust.nobody"));
        trusted.setInvalid(nobody);
        if (nobody) trusted.focus();
        return !nobody;
    }

    private void create(String called, Trust trust) {
        var id = roles.newId();
        boolean everything = administrator.getValue();
        var limit = longest.getValue();
        var arn = acting.account().role(called);
        var request = AccessRequest.of(caller, "iam:CreateRole", arn);
        if (everything)
            request = request.and(Leg.of("iam:AttachRolePolicy", arn).where("iam:PolicyARN", Policies.ADMINISTRATOR));
        request = request.with(Map.of(
                "roleId", id,
                "administrator", String.valueOf(everything),
                "maxSessionDuration", String.valueOf(limit.toSeconds()),
                "trust", words(trust)));
        var asked = request;
        acting.perform(asked, () -> {
                    var role = roles.create(new Roles.Wanted(id, called, limit, trust));
                    if (everything) policies.attach(Subject.role(called), Policies.ADMINISTRATOR);
                    return role;
                })
                .ifPresent(_ -> {
                    Notices.done(Texts.text("roles.created"));
                    close();
                    made.run();
                });
    }

    /** For the trail, which is in no language. */
    private static String words(Trust trust) {
        var provider = trust.provider();
        return "everyone=" + trust.everyone() + " users="
                + trust.users().stream().sorted().toList()
                + (provider == null
                        ? ""
                        : " issuer=" + provider.issuer() + " audience=" + provider.audience() + " jwks="
                                + provider.jwks() + " subject=" + provider.subject());
    }
}
