package dev.postern.console.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.NotFoundException;
import dev.postern.access.AccessRequest;
import dev.postern.access.Gate;
import dev.postern.access.Leg;
import dev.postern.access.Outcome;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.identity.Callers;
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

    /** Why not; empty when they may. */
    public Optional<String> whyNot(Caller caller, String action, String resource) {
        return whyNot(caller, Leg.of(action, resource));
    }

    public Optional<String> whyNot(Caller caller, Leg leg) {
        var decision = gate.decide(AccessRequest.of(caller, leg));
        return decision.allowed() ? Optional.empty() : Optional.of(decision.because());
    }

    /** Does it and answers its result; empty when it was refused or a rule was broken, which the person has then been told. */
    public <T> Optional<T> perform(AccessRequest request, Supplier<T> effect) {
        try {
            return said(gate.perform(request, effect));
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
            var started = said(sessions.start(caller, start));
            started.ifPresent(open -> UI.getCurrent()
                    .getPage()
                    .setLocation("/terminal/" + open.session().id()));
            return started.isPresent();
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
            case Outcome.Refused<T>(var decision) -> {
                Notices.problem(Texts.text("problem.denied", decision.because()));
                yield Optional.empty();
            }
        };
    }
}
