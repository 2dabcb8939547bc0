package dev.postern.console.policies;

import dev.postern.access.PrincipalLegs;
import dev.postern.access.policies.Subject;
import dev.postern.console.shell.Acting;
import dev.postern.identity.Caller;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Whom somebody may be told of: what the API would not list for them, no page of theirs names. */
@Component
public class Acquaintances {
    private final PrincipalLegs legs;
    private final Acting acting;

    Acquaintances(PrincipalLegs legs, Acting acting) {
        this.legs = legs;
        this.acting = acting;
    }

    /** Whether they may ask who there is of a kind. */
    public boolean mayList(Caller caller, Subject.Kind kind) {
        return acting.may(caller, legs.ofAll("iam:List" + StringUtils.capitalize(kind.word()) + "s", kind));
    }

    /** Whether they may be told by name what a change of policies does to this user or role. */
    boolean mayForesee(Caller caller, Subject who) {
        return mayList(caller, who.kind()) && maySimulate(caller, who);
    }

    boolean maySimulate(Caller caller, Subject who) {
        return acting.may(caller, legs.of(SimulatorView.SIMULATE, who));
    }
}
