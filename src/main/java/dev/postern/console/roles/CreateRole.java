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
import dev.postern.access.Leg;
import dev.postern.access.PrincipalLegs;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.console.policies.Acquaintances;
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
import java.util.stream.Collectors;

/** Asks what the role is called, what it may, and who may be in it. */
final class CreateRole extends Dialog {
    private static final List<Duration> LIMITS =
            List.of(Role.SHORTEST_LIMIT, Duration.ofHours(4), Duration.ofHours(8), Role.LONGEST_LIMIT);

    private final Roles roles;
    private final RoleDeeds deeds;
    private final Caller caller;
    private final Runnable made;
    private final TextField name = new TextField(Texts.text("roles.name"));
    private final MultiSelectComboBox<ManagedPolicy> attached = new MultiSelectComboBox<>(Texts.text("roles.may"));
    private final Select<Duration> longest = new Select<>();
    private final Checkbox everyone = new Checkbox(Texts.text("roles.trust.everyone"));
    private final MultiSelectComboBox<String> trusted = new MultiSelectComboBox<>(Texts.text("roles.trust.users"));
    private final Checkbox tags = new Checkbox(Texts.text("roles.trust.tags"));
    private final ProviderForm provider = new ProviderForm();

    CreateRole(
            Roles roles,
            RoleDeeds deeds,
            Policies policies,
            Users users,
            Acquaintances acquaintances,
            Acting acting,
            Moments moments,
            Caller caller,
            Runnable made) {
        this.roles = roles;
        this.deeds = deeds;
        this.caller = caller;
        this.made = made;
        setHeaderTitle(Texts.text("roles.create"));
        setWidth("min(640px, 100vw)");
        name.setAutofocus(true);
        name.setHelperText(Texts.text("roles.name.help"));
        attached.setItems(attachable(policies, acting, caller));
        attached.setItemLabelGenerator(ManagedPolicy::name);
        attached.setHelperText(Texts.text("roles.may.help"));
        attached.setWidthFull();
        tags.setHelperText(Texts.text("roles.trust.tags.help"));
        longest.setLabel(Texts.text("roles.longest"));
        longest.setItems(LIMITS);
        longest.setItemLabelGenerator(moments::span);
        longest.setValue(Role.SHORTEST_LIMIT);
        offer(users, acquaintances.mayList(caller, Subject.Kind.USER));
        trusted.setWidthFull();
        var form = new Div(
                name,
                attached,
                longest,
                new H3(Texts.text("roles.trust")),
                everyone,
                trusted,
                new H3(Texts.text("roles.provider")),
                provider,
                new H3(Texts.text("roles.trust.while")),
                tags);
        form.addClassName("form");
        add(form);
        var create = new Button(Texts.text("create"), _ -> create());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        getFooter().add(new Button(Texts.text("cancel"), _ -> close()), create);
    }

    /** Who may not list users types the names of those they know. */
    private void offer(Users users, boolean listed) {
        trusted.setItems(listed ? users.all().stream().map(User::name).toList() : List.<String>of());
        if (listed) return;
        trusted.setAllowCustomValue(true);
        trusted.addCustomValueSetListener(
                typed -> trusted.select(typed.getDetail().strip()));
        trusted.setHelperText(Texts.text("policy.attach.unlisted"));
    }

    /** Those they may list, and give to a role that is not there yet. */
    private static List<ManagedPolicy> attachable(Policies policies, Acting acting, Caller caller) {
        if (!acting.may(caller, "iam:ListPolicies", acting.account().policy("*"))) return List.of();
        var anyRole = Leg.of("iam:AttachRolePolicy", acting.account().role("*"));
        return policies.all().stream()
                .filter(policy -> acting.may(caller, anyRole.where(PrincipalLegs.POLICY, policy.arn())))
                .toList();
    }

    private void create() {
        var called = name.getValue().strip();
        if (!checkName(called) || !provider.check() || !checkTrust()) return;
        var trust = new Trust(everyone.getValue(), trusted.getValue(), provider.read());
        create(called, tags.getValue() ? trust.withSessionTags() : trust);
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
        var arns = attached.getValue().stream().map(ManagedPolicy::arn).collect(Collectors.toSet());
        deeds.create(caller, new RoleDeeds.Wanted(called, longest.getValue(), trust, arns))
                .ifPresent(_ -> {
                    Notices.done(Texts.text("roles.created"));
                    close();
                    made.run();
                });
    }
}
