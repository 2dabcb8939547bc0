package dev.postern.console.policies;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import com.vaadin.flow.router.RouteParameters;
import dev.postern.access.PolicyChange;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.PolicyRefused;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Refusal;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import jakarta.annotation.security.PermitAll;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A new policy, perhaps from another's text, or the next version of one. */
@Route("new-policy")
@RouteAlias("policies/:name/edit")
@PermitAll
class WritePolicyView extends Page implements BeforeEnterObserver {
    static final String FROM = "from";

    private static final String UNNAMED = "draft";

    static final String BEGINNING = """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": "ssm:StartSession",
                  "Resource": [
                    "arn:aws:ssm:*:*:managed-instance/*",
                    "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell"
                  ]
                }
              ]
            }
            """;

    private final Policies policies;
    private final PolicyDeeds deeds;
    private final Consequences consequences;
    private final Replays replays;
    private final PossibleHolders principals;
    private final Moments moments;
    private final Acting acting;
    private final Caller caller;
    private final TextField name = new TextField(Texts.text("policies.name"));
    private final TextField description = new TextField(Texts.text("policies.description"));
    private final Div fields = new Div(name, description);
    private final PolicyEditor editor = new PolicyEditor();
    private @Nullable ManagedPolicy written;

    WritePolicyView(
            Policies policies,
            PolicyDeeds deeds,
            Consequences consequences,
            Replays replays,
            PossibleHolders principals,
            Moments moments,
            Acting acting,
            Live live) {
        super("");
        this.policies = policies;
        this.deeds = deeds;
        this.consequences = consequences;
        this.replays = replays;
        this.principals = principals;
        this.moments = moments;
        this.acting = acting;
        this.caller = acting.caller();
        name.setRequired(true);
        name.setHelperText(Texts.text("policies.name.help"));
        name.setMaxLength(ManagedPolicy.LONGEST_NAME);
        description.setMaxLength(ManagedPolicy.LONGEST_DESCRIPTION);
        fields.addClassName("editor-fields");
        add(fields, editor);
        var save = new Button(Texts.text("save"), _ -> editor.settled(this::save));
        save.addThemeVariants(ButtonVariant.PRIMARY);
        actions(new Button(Texts.text("cancel"), _ -> leave()), save);
        closes(live, this::whyNot);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var wanted = event.getRouteParameters().get("name");
        if (wanted.isPresent()) edit(wanted.get());
        else
            create(event.getLocation()
                    .getQueryParameters()
                    .getSingleParameter(FROM)
                    .orElse(""));
    }

    /** Now, not when the page was opened. */
    private Optional<Refusal> whyNot() {
        var policy = written;
        if (policy == null)
            return acting.whyNot(caller, "iam:CreatePolicy", acting.account().policy("*"));
        return acting.whyNot(caller, "iam:CreatePolicyVersion", policy.arn())
                .or(() -> acting.whyNot(caller, PolicyDeeds.READ_TEXT, policy.arn()));
    }

    private void create(String from) {
        if (!deeds.may(caller, "iam:CreatePolicy", acting.account().policy("*"))) throw new NotFoundException("policy");
        back("policies", Texts.text("navigation.policies"));
        title(Texts.text("policies.create"));
        about(Texts.text("policies.create.about"));
        editor.show(PolicyLook.named(policies, from)
                .filter(found -> deeds.mayReadText(caller, found.arn()))
                .map(ManagedPolicy::document)
                .orElse(BEGINNING));
        if (replays.may(caller, acting.account().policy("*"))) {
            var draft = new DraftOfNew(editor, this::arn, principals, caller);
            add(panel(draft, new WhatIf(replays, moments, caller, draft)));
        }
        name.focus();
    }

    /** Without a name yet, by one to go on with. */
    private String arn() {
        var called = name.getValue().strip();
        return acting.account().policy(called.isEmpty() ? UNNAMED : called);
    }

    private void edit(String wanted) {
        var policy = PolicyLook.named(policies, wanted)
                .filter(found -> !found.builtIn() && deeds.may(caller, "iam:CreatePolicyVersion", found.arn()))
                .orElseThrow(() -> new NotFoundException(wanted));
        back(Place.of("policies", wanted), wanted);
        title(Texts.text("policy.edit", wanted));
        var unread = acting.whyNot(caller, PolicyDeeds.READ_TEXT, policy.arn());
        if (unread.isPresent()) {
            denied(unread.get());
            return;
        }
        written = policy;
        about(Texts.text("policy.edit.about"));
        fields.setVisible(false);
        editor.show(policy.document());
        if (replays.may(caller, policy.arn()))
            add(panel(new WhatIf(
                    replays, moments, caller, change -> DraftChange.rewritten(editor, policy.arn(), change))));
    }

    private static Div panel(Component... content) {
        var panel = new Div(new H2(Texts.text("what-if.result")));
        panel.add(content);
        panel.addClassName("panel");
        return panel;
    }

    private void leave() {
        var policy = written;
        if (policy == null) UI.getCurrent().navigate(PoliciesView.class);
        else to(policy.name());
    }

    private static void to(String name) {
        UI.getCurrent().navigate(PolicyView.class, new RouteParameters("name", name));
    }

    private void save() {
        if (!editor.check()) {
            Notices.problem(Texts.text("editor.not-saved"));
            editor.focusText();
            return;
        }
        var policy = written;
        if (policy == null) kept(this::create);
        // whoever may not is told that, and not who has it
        else if (!deeds.may(caller, "iam:CreatePolicyVersion", policy.arn())) kept(() -> write(policy));
        else
            consequences.ask(
                    caller,
                    new PolicyChange.Rewritten(policy.arn(), editor.text()),
                    Texts.text("save"),
                    () -> kept(() -> write(policy)));
    }

    private void kept(Runnable effect) {
        try {
            effect.run();
        } catch (PolicyRefused refused) {
            editor.refused(String.valueOf(refused.getMessage()));
        }
    }

    private void write(ManagedPolicy policy) {
        if (deeds.write(caller, policy.arn(), editor.text())) saved(policy.name());
    }

    private void create() {
        var called = name.getValue().strip();
        name.setErrorMessage(Texts.text("policies.name.help"));
        name.setInvalid(called.isEmpty());
        if (called.isEmpty()) {
            name.focus();
            return;
        }
        deeds.create(caller, called, description.getValue().strip(), editor.text())
                .ifPresent(made -> saved(made.name()));
    }

    private static void saved(String name) {
        Notices.done(Texts.text("policy.saved"));
        to(name);
    }
}
