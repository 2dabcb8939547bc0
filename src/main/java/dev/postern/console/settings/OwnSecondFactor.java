package dev.postern.console.settings;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.AccessRequest;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.ProvenCodes;
import dev.postern.identity.SecondFactorThere;
import dev.postern.identity.SecondFactors;
import dev.postern.identity.TotpKey;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.passkeys.Passkeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Somebody's own second factor: set up against their password, and changed only by who has it. */
@Component
class OwnSecondFactor {
    private static final String ENABLE = "iam:EnableMFADevice";
    private static final String DEACTIVATE = "iam:DeactivateMFADevice";

    private final SecondFactors factors;
    private final ProvenCodes codes;
    private final Users users;
    private final OwnPassword password;
    private final Passkeys passkeys;
    private final Acting acting;
    private final Moments moments;

    OwnSecondFactor(
            SecondFactors factors,
            ProvenCodes codes,
            Users users,
            OwnPassword password,
            Passkeys passkeys,
            Acting acting,
            Moments moments) {
        this.factors = factors;
        this.codes = codes;
        this.users = users;
        this.password = password;
        this.passkeys = passkeys;
        this.acting = acting;
        this.moments = moments;
    }

    /** Whether there is one to have: it stands beside a password of ours. */
    boolean isFor(Caller caller) {
        return password.has(caller) && acting.may(caller, ENABLE, caller.arn());
    }

    Div panel(Caller caller) {
        return new Panel(caller);
    }

    private User user(Caller caller) {
        return users.find(caller.name()).orElseThrow();
    }

    private final class Panel extends Div {
        private final Caller caller;

        Panel(Caller caller) {
            this.caller = caller;
            addClassName("form");
            show();
        }

        private void show() {
            removeAll();
            var user = user(caller);
            if (factors.has(user)) there(factors.recoveryCodesLeft(user));
            else add(quiet(Texts.text("factor.none")), setUp());
        }

        private void there(int left) {
            var on = new Span(Texts.text("factor.on"));
            on.addClassNames("badge", "badge-open");
            var renew = new Button(Texts.text("factor.renew"), _ -> renew());
            var remove = new Button(Texts.text("factor.remove"), _ -> remove());
            remove.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
            var buttons = new Div(renew, remove);
            buttons.addClassName("tools");
            add(new Div(on), quiet(Texts.text("factor.there", left, SecondFactors.RECOVERY_CODES)), buttons);
        }

        private static Paragraph quiet(String words) {
            var paragraph = new Paragraph(words);
            paragraph.addClassName("quiet");
            return paragraph;
        }

        private Button setUp() {
            var setUp = new Button(Texts.text("factor.set-up"), _ -> {
                if (asksForMore()) return;
                new SetUpAuthenticator(
                                caller.name(),
                                factors.newKey(),
                                typed -> password.refuses(caller, typed).isEmpty(),
                                this::enrol,
                                this::show)
                        .open();
            });
            setUp.addThemeVariants(ButtonVariant.PRIMARY);
            return setUp;
        }

        /** Whoever knows the password alone must not get a factor beside one that is there: asked when the dialog opens, and when it is done. */
        private boolean asksForMore() {
            var user = user(caller);
            if (!factors.has(user) && !passkeys.has(user) || FreshProof.given(caller, moments.now())) return false;
            FreshProof.ask();
            show();
            return true;
        }

        private Optional<List<String>> enrol(TotpKey key, String code) {
            if (asksForMore()) throw new SetUpAuthenticator.Refused();
            try {
                return acting.perform(request(ENABLE), () -> factors.enrol(user(caller), key, code))
                        .orElseThrow(SetUpAuthenticator.Refused::new);
            } catch (SecondFactorThere there) {
                Notices.problem(Texts.text("factor.there-already"));
                show();
                throw new SetUpAuthenticator.Refused();
            }
        }

        private void renew() {
            new ProveByCode(
                            Texts.text("factor.renew"),
                            this::prove,
                            () -> acting.perform(
                                            request(ENABLE).with(Map.of("recoveryCodes", "new")),
                                            () -> factors.renewRecoveryCodes(user(caller)))
                                    .ifPresent(made -> {
                                        made.ifPresent(all -> new RecoveryCodes(all, this::show).open());
                                        show();
                                    }))
                    .open();
        }

        private void remove() {
            new ProveByCode(Texts.text("factor.remove"), this::prove, () -> {
                        if (acting.run(request(DEACTIVATE), () -> factors.remove(user(caller))))
                            Notices.done(Texts.text("factor.removed"));
                        show();
                    })
                    .asking(Texts.text("factor.remove.what"))
                    .open();
        }

        private void prove(String code) {
            codes.prove(user(caller), code, ProvenCodes.Door.CONSOLE);
        }

        private AccessRequest request(String action) {
            return AccessRequest.of(caller, action, caller.arn()).with(Map.of("device", "authenticator"));
        }
    }
}
