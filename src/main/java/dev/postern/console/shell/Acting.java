package dev.postern.console.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.NotFoundException;
import dev.postern.access.AccessRequest;
import dev.postern.access.Decision;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.access.Outcome;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.Callers;
import dev.postern.inventory.Node;
import dev.postern.inventory.NodeId;
import dev.postern.session.Session;
import dev.postern.session.SessionLegs;
import dev.postern.session.SessionRefused;
import dev.postern.session.Sessions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** How a view gets something done: as whoever is signed in, through the gate, and a "no" is said to them with its reason. */
@Component
public class Acting {
    private final Callers callers;
    private final Gate gate;
    private final Sessions sessions;
    private final SessionLegs legs;
    private final Account account;

    Acting(Callers callers, Gate gate, Sessions sessions, SessionLegs legs, Account account) {
        this.callers = callers;
        this.gate = gate;
        this.sessions = sessions;
        this.legs = legs;
        this.account = account;
    }

    /** Whoever is signed in. Views ask once, when they are made: later, in a push, there is no request to ask. */
    public Caller caller() {
        return callers.current().orElseThrow(() -> new NotFoundException("nobody is signed in"));
    }

    public Account account() {
        return account;
    }

    /** For lists and buttons; writes nothing. */
    public boolean may(Caller caller, String action, String resource) {
        return may(caller, Leg.of(action, resource));
    }

    public boolean may(Caller caller, Leg leg) {
        return gate.allows(AccessRequest.of(caller, leg));
    }

    /** Whether they may what is done to a session. */
    public boolean may(Caller caller, String action, Session session) {
        return may(caller, legs.of(action, session));
    }

    /** Says why they may not start a session there, and what would change it. */
    public void sayWhyNot(Caller caller, Node node, Decision.Denied denied) {
        var helps = StepUpLink.helps(gate, legs.start(caller, node, (String) null));
        WhyNot.show(Texts.text("why-not.connect", node.name()), denied, helps);
    }

    /** Why not; empty when they may. */
    public Optional<Refusal> whyNot(Caller caller, String action, String resource) {
        return whyNot(caller, Leg.of(action, resource));
    }

    /** Why they may not what is done to a session. */
    public Optional<Refusal> whyNot(Caller caller, String action, Session session) {
        return whyNot(caller, legs.of(action, session));
    }

    public Optional<Refusal> whyNot(Caller caller, Leg leg) {
        var request = AccessRequest.of(caller, leg);
        return gate.decide(request) instanceof Decision.Denied denied
                ? Optional.of(new Refusal(denied.because(), StepUpLink.helps(gate, request)))
                : Optional.empty();
    }

    /** Does it and answers its result; empty when it was refused or a rule was broken, which the person has then been told. */
    public <T> Optional<T> perform(AccessRequest request, Supplier<T> effect) {
        try {
            return switch (gate.perform(request, effect)) {
                case Outcome.Done<T>(var value) -> Optional.of(value);
                case Outcome.Refused<T>(var denied) -> {
                    refused(denied, StepUpLink.helps(gate, request));
                    yield Optional.empty();
                }
            };
        } catch (IllegalArgumentException broken) {
            Notices.problem(Texts.text("problem.rule", String.valueOf(broken.getMessage())));
            return Optional.empty();
        }
    }

    public boolean run(AccessRequest request, Runnable effect) {
        return perform(request, () -> {
                    effect.run();
                    return true;
                })
                .isPresent();
    }

    /** Starts a session by the account's preferences and goes straight to its terminal. */
    public void connect(Caller caller, NodeId node) {
        connect(caller, new Sessions.Start(node, null, Map.of(), "", Session.Client.BROWSER));
    }

    /** Starts this one and goes straight to its terminal; false when it was refused, which the person has then been told. */
    public boolean connect(Caller caller, Sessions.Start start) {
        try {
            switch (sessions.start(caller, start)) {
                case Outcome.Done<Sessions.Started>(var open) ->
                    UI.getCurrent()
                            .getPage()
                            .setLocation("/terminal/" + open.session().id());
                case Outcome.Refused<Sessions.Started>(var denied) -> {
                    var asked = legs.start(caller, start.node(), start.document());
                    refused(denied, StepUpLink.helps(gate, asked));
                    return false;
                }
            }
            return true;
        } catch (SessionRefused refused) {
            Notices.problem(reason(refused));
            return false;
        }
    }

    public boolean terminate(Caller caller, Session session) {
        return said(sessions.terminate(caller, session.id())).isPresent();
    }

    /** In words for a person, where the wire has a code. */
    public static String reason(SessionRefused refused) {
        return switch (refused.code()) {
            case TARGET_NOT_CONNECTED -> Texts.text("connect.offline");
            case INVALID_DOCUMENT, INVALID_PARAMETERS, LIMIT_EXCEEDED, NO_RECORDING, TRY_AGAIN ->
                String.valueOf(refused.getMessage());
            case NOT_PERMITTED -> Texts.text("problem.denied", String.valueOf(refused.getMessage()));
        };
    }

    /** What an outcome has; empty when it was refused, which the person has then been told. */
    public static <T> Optional<T> said(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> Optional.of(value);
            case Outcome.Refused<T>(var denied) -> {
                refused(denied, false);
                yield Optional.empty();
            }
        };
    }

    private static void refused(Decision.Denied denied, boolean helps) {
        var words = Texts.text("problem.denied", denied.because());
        if (helps) Notices.problem(words, new StepUpLink());
        else Notices.problem(words);
    }
}
