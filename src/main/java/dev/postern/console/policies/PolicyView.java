package dev.postern.console.policies;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import dev.postern.access.PolicyChange;
import dev.postern.access.policies.ManagedPolicy;
import dev.postern.access.policies.Policies;
import dev.postern.access.policies.PolicyVersion;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Panel;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Texts;
import dev.postern.console.shell.Unseen;
import dev.postern.identity.Caller;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Optional;

/** One policy: what it says, its versions, and who has it. */
@Route("policies/:name")
@PermitAll
class PolicyView extends Page implements BeforeEnterObserver {
    static final String HOLDERS = "iam:ListEntitiesForPolicy";

    private static final String VERSIONS = "iam:ListPolicyVersions";

    private final Policies policies;
    private final PolicyDeeds deeds;
    private final Consequences consequences;
    private final Replays replays;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Div state = new Div();
    private final Facts facts = new Facts();
    private final Div text = new Div();
    private final Holders holders;
    private final Div versions = new Div();
    private final Div versionsPanel;
    /** The same ones as long as the page is there: what is replaced takes no click that is on its way. */
    private final Button delete = new Button(Texts.text("delete"), _ -> shown().ifPresent(this::confirmDelete));

    private final Button whatIf = new Button(Texts.text("what-if"), _ -> whatIf());
    private final Button copy = new Button(Texts.text("policy.copy"), _ -> copy());
    private final Button edit = new Button(Texts.text("policy.change"), _ -> edit());
    private String name = "";
    private List<Object> drawn = List.of();

    PolicyView(
            Policies policies,
            PolicyDeeds deeds,
            Consequences consequences,
            Replays replays,
            PossibleHolders principals,
            Acting acting,
            Moments moments,
            Live live) {
        super("");
        this.policies = policies;
        this.deeds = deeds;
        this.consequences = consequences;
        this.replays = replays;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        this.holders = new Holders(policies, deeds, consequences, principals, caller, this::show);
        back("policies", Texts.text("navigation.policies"));
        state.addClassName("state-line");
        versions.addClassName("holders");
        versionsPanel = new Panel("policy.versions", versions);
        add(
                state,
                new Panel("policy.facts", facts),
                new Panel("policy.holders", holders),
                new Panel("policy.document", text),
                versionsPanel);
        delete.addThemeVariants(ButtonVariant.ERROR);
        edit.addThemeVariants(ButtonVariant.PRIMARY);
        actions(delete, whatIf, copy, edit);
        live.follow(this, this::show);
    }

    private void copy() {
        UI.getCurrent().navigate(WritePolicyView.class, QueryParameters.of(WritePolicyView.FROM, name));
    }

    private void edit() {
        UI.getCurrent().navigate(Place.of("policies", name, "edit"));
    }

    private void whatIf() {
        UI.getCurrent().navigate(Place.of("policies", name, "what-if"));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        name = event.getRouteParameters().get("name").orElse("");
        if (shown().isEmpty()) throw new NotFoundException(name);
        show();
    }

    private Optional<ManagedPolicy> shown() {
        return PolicyLook.named(policies, name).filter(policy -> deeds.may(caller, "iam:GetPolicy", policy.arn()));
    }

    private void show() {
        var found = shown();
        if (found.isEmpty()) {
            UI.getCurrent().navigate(PoliciesView.class);
            return;
        }
        var policy = found.get();
        title(policy.name());
        about(policy.description());
        buttons(policy);
        var badge = new Span(PolicyLook.origin(policy));
        badge.addClassNames("badge", "badge-" + (policy.builtIn() ? "provided" : "own"));
        state.removeAll();
        state.add(badge);
        if (policy.builtIn()) state.add(new Span(Texts.text("policy.built-in.what")));
        facts.show()
                .id("policy.arn", policy.arn())
                .text("policy.version", ManagedPolicy.version(policy.defaultVersion()))
                .text("policy.created", policy.builtIn() ? "" : moments.exact(policy.createdAt()))
                .text("policy.updated", policy.builtIn() ? "" : moments.exact(policy.updatedAt()));
        var readable = deeds.mayReadText(caller, policy.arn());
        var held = deeds.may(caller, HOLDERS, policy.arn());
        var listed = deeds.may(caller, VERSIONS, policy.arn());
        List<Object> now = List.of(
                policy, policies.holders(policy.arn()), policies.versions(policy.arn()), readable, held, listed);
        versionsPanel.setVisible(!policy.builtIn());
        if (now.equals(drawn)) return;
        drawn = now;
        text.removeAll();
        text.add(readable ? new PolicyText(policy.document()) : new Unseen(PolicyDeeds.READ_TEXT));
        holders.show(policy, held);
        versions.removeAll();
        if (listed) showVersions(policy);
        else versions.add(new Unseen(VERSIONS));
    }

    private void buttons(ManagedPolicy policy) {
        delete.setVisible(!policy.builtIn() && deeds.may(caller, "iam:DeletePolicy", policy.arn()));
        whatIf.setVisible(replays.may(caller, policy.arn()));
        var readable = deeds.mayReadText(caller, policy.arn());
        copy.setVisible(readable
                && deeds.may(caller, "iam:CreatePolicy", acting.account().policy("*")));
        edit.setVisible(readable && !policy.builtIn() && deeds.may(caller, "iam:CreatePolicyVersion", policy.arn()));
    }

    private void confirmDelete(ManagedPolicy policy) {
        Confirmation.ask(
                Texts.text("policy.delete.sure"),
                Texts.text("policy.delete.what", policy.name()),
                Texts.text("delete"),
                () -> {
                    if (deeds.delete(caller, policy.arn())) UI.getCurrent().navigate(PoliciesView.class);
                });
    }

    private void showVersions(ManagedPolicy policy) {
        for (var version : policies.versions(policy.arn())) versions.add(row(policy, version));
    }

    private Div row(ManagedPolicy policy, PolicyVersion version) {
        var number = ManagedPolicy.version(version.number());
        var words = new Div(new Span(number), new Span(moments.exact(version.createdAt())));
        words.addClassName("holder");
        var row = new Div(words);
        row.addClassName("holder-row");
        if (version.isDefault()) {
            words.add(new Span(Texts.text("policy.version.default")));
            return row;
        }
        var use = new Button(Texts.text("policy.version.use"), _ -> use(policy, version));
        use.setAriaLabel(Texts.text("policy.version.use.of", number));
        use.setVisible(deeds.may(caller, "iam:SetDefaultPolicyVersion", policy.arn()));
        var delete = new Button(Texts.text("delete"), _ -> {
            if (deeds.deleteVersion(caller, policy.arn(), version.number())) show();
        });
        delete.setAriaLabel(Texts.text("policy.version.delete.of", number));
        delete.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        delete.setVisible(deeds.may(caller, "iam:DeletePolicyVersion", policy.arn()));
        row.add(use, delete);
        return row;
    }

    private void use(ManagedPolicy policy, PolicyVersion version) {
        consequences.ask(
                caller,
                new PolicyChange.Rewritten(policy.arn(), version.document()),
                Texts.text("policy.version.use"),
                () -> {
                    if (deeds.makeDefault(caller, policy.arn(), version.number())) show();
                });
    }
}
