package dev.postern.console.policies;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import dev.postern.access.PolicyChange;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.PolicyRefused;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Refusal;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import jakarta.annotation.security.PermitAll;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Stream;

/** A policy that is written into one user, group or role: a new one, or one that is there. */
@Route("inline-policy")
@PermitAll
class WriteInlineView extends Page implements BeforeEnterObserver {
    private static final String KIND = "kind";
    private static final String OF = "of";
    private static final String POLICY = "policy";

    private final Policies policies;
    private final PolicyDeeds deeds;
    private final Consequences consequences;
    private final PossibleHolders holders;
    private final Caller caller;
    private final TextField name = new TextField(Texts.text("policies.name"));
    private Subject who = Subject.user("");
    private boolean written;

    WriteInlineView(
            Policies policies,
            PolicyDeeds deeds,
            Consequences consequences,
            PossibleHolders holders,
            Acting acting,
            Live live) {
        super("");
        this.policies = policies;
        this.deeds = deeds;
        this.consequences = consequences;
        this.holders = holders;
        this.caller = acting.caller();
        closes(live, this::whyNot);
        name.setRequired(true);
        name.setHelperText(Texts.text("policies.name.help"));
        name.setMaxLength(ManagedPolicy.LONGEST_NAME);
    }

    /** @param policy empty for a new one */
    static String place(Subject who, String policy) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put(KIND, who.kind().word());
        parameters.put(OF, who.name());
        if (!policy.isEmpty()) parameters.put(POLICY, policy);
        return Place.asking("inline-policy", parameters);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var asked = event.getLocation().getQueryParameters();
        who = subject(Place.parameter(asked, KIND), Place.parameter(asked, OF))
                .orElseThrow(() -> new NotFoundException("nobody is named"));
        var wanted = Place.parameter(asked, POLICY);
        back(PolicyLook.path(who), who.name());
        title(wanted.isEmpty() ? Texts.text("permissions.inline.add") : Texts.text("policy.edit", wanted));
        var denied = whyNot();
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        if (!holders.exists(who)) throw new NotFoundException(who.name());
        edit(wanted);
    }

    private Optional<Refusal> whyNot() {
        return deeds.whyNot(caller, "iam:Put" + PolicyDeeds.capital(who) + "Policy", who)
                .or(() -> deeds.whyNot(caller, "iam:Get" + PolicyDeeds.capital(who) + "Policy", who));
    }

    private static Optional<Subject> subject(String kind, String name) {
        return Stream.of(Subject.Kind.values())
                .filter(each -> each.word().equals(kind) && !name.isEmpty())
                .map(each -> new Subject(each, name))
                .findFirst();
    }

    private void edit(String wanted) {
        var present = policies.inline(who).get(wanted);
        if (!wanted.isEmpty() && present == null) throw new NotFoundException(wanted);
        written = present != null;
        about(Texts.text("permissions.inline.about." + who.kind().word(), who.name()));
        var fields = new Div(name);
        fields.addClassName("editor-fields");
        fields.setVisible(!written);
        name.setValue(wanted);
        var writing = new PolicyEditor(who.kind().inline());
        writing.show(present == null ? WritePolicyView.BEGINNING : present);
        add(fields, writing);
        var save = new Button(Texts.text("save"), _ -> writing.settled(() -> save(writing)));
        save.addThemeVariants(ButtonVariant.PRIMARY);
        actions(new Button(Texts.text("cancel"), _ -> leave()), save);
        if (!written) name.focus();
    }

    private void leave() {
        UI.getCurrent().navigate(PolicyLook.path(who));
    }

    private void save(PolicyEditor writing) {
        if (!writing.check()) {
            Notices.problem(Texts.text("editor.not-saved"));
            writing.focusText();
            return;
        }
        var called = name.getValue().strip();
        var taken = !written && policies.inline(who).containsKey(called);
        name.setErrorMessage(Texts.text(taken ? "permissions.inline.taken" : "policies.name.help"));
        name.setInvalid(called.isEmpty() || taken);
        if (name.isInvalid()) {
            name.focus();
            return;
        }
        // whoever may not is told that, and not who would gain
        if (whyNot().isPresent()) put(called, writing);
        else
            consequences.ask(
                    caller,
                    new PolicyChange.Written(who, called, writing.text()),
                    Texts.text("save"),
                    () -> put(called, writing));
    }

    private void put(String called, PolicyEditor writing) {
        try {
            if (!deeds.putInline(caller, who, called, writing.text())) return;
            Notices.done(Texts.text("policy.saved"));
            leave();
        } catch (PolicyRefused refused) {
            writing.refused(String.valueOf(refused.getMessage()));
        }
    }
}
