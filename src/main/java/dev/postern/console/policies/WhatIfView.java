package dev.postern.console.policies;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import dev.postern.access.policies.Policies;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Place;
import dev.postern.console.shell.Refusal;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import jakarta.annotation.security.PermitAll;
import java.util.Optional;
import java.util.function.Supplier;

/** What a policy would have made of the last days if it said something else, or if somebody else had it. */
@Route("policies/:name/what-if")
@PermitAll
class WhatIfView extends Page implements BeforeEnterObserver {
    private final Policies policies;
    private final PolicyDeeds deeds;
    private final Replays replays;
    private final PossibleHolders principals;
    private final Moments moments;
    private final Acting acting;
    private final Caller caller;
    private Supplier<Optional<Refusal>> forbidden = Optional::empty;

    WhatIfView(
            Policies policies,
            PolicyDeeds deeds,
            Replays replays,
            PossibleHolders principals,
            Acting acting,
            Moments moments,
            Live live) {
        super("");
        this.policies = policies;
        this.deeds = deeds;
        this.replays = replays;
        this.principals = principals;
        this.moments = moments;
        this.acting = acting;
        this.caller = acting.caller();
        closes(live, () -> forbidden.get());
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var name = event.getRouteParameters().get("name").orElse("");
        var policy = PolicyLook.named(policies, name)
                .filter(found -> deeds.may(caller, "iam:GetPolicy", found.arn()))
                .orElseThrow(() -> new NotFoundException(name));
        back(Place.of("policies", name), name);
        title(Texts.text("what-if.title", name));
        var denied = replays.whyNot(caller, policy.arn());
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        about(Texts.text("what-if.about"));
        var readable = deeds.mayReadText(caller, policy.arn());
        forbidden = () -> acting.whyNot(caller, "iam:GetPolicy", policy.arn())
                .or(() -> replays.whyNot(caller, policy.arn()))
                .or(() -> readable ? acting.whyNot(caller, PolicyDeeds.READ_TEXT, policy.arn()) : Optional.empty());
        var draft = new DraftChange(policy, readable, principals, caller);
        add(panel("what-if.draft", draft), panel("what-if.result", new WhatIf(replays, moments, caller, draft)));
    }

    private static Div panel(String title, Component content) {
        var panel = new Div(new H2(Texts.text(title)), content);
        panel.addClassName("panel");
        return panel;
    }
}
