package dev.postern.console.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import dev.postern.access.AccessRequest;
import dev.postern.access.Gate;
import dev.postern.identity.Assurance;
import dev.postern.identity.SecondStep;
import dev.postern.identity.StepUp;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Leads to where one proves once more who one is, and back to this page. */
public final class StepUpLink extends Anchor {
    public StepUpLink() {
        super(address(), Texts.text("step-up.link"));
        setRouterIgnore(true);
        addClassName("step-up-link");
    }

    /** Whether that would help: the policies are asked, for there may be more in the way. */
    public static boolean helps(Gate gate, AccessRequest refused) {
        return refused.caller().accessKeyId() == null && gate.allows(refused.where(Assurance.JUST_PROVEN));
    }

    private static String address() {
        var here = "/" + UI.getCurrent().getActiveViewLocation().getPathWithQueryParameters();
        return StepUp.CONFIRM.substring(1) + "?" + SecondStep.RETURN + "="
                + URLEncoder.encode(here, StandardCharsets.UTF_8);
    }
}
