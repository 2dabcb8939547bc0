package dev.postern.console.settings;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.postern.access.AccessRequest;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Glyph;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Notices;
import dev.postern.console.shell.Texts;
import dev.postern.identity.Caller;
import dev.postern.identity.SecondFactors;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.passkeys.Passkey;
import dev.postern.identity.passkeys.PasskeyEnrolment;
import dev.postern.identity.passkeys.PasskeyRefused;
import dev.postern.identity.passkeys.Passkeys;
import dev.postern.identity.passkeys.PasskeysExhausted;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Somebody's own passkeys: the first against their password, the others by who has one already. */
@Component
class OwnPasskeys {
    private static final String ENABLE = "iam:EnableMFADevice";
    private static final String DEACTIVATE = "iam:DeactivateMFADevice";

    private final Passkeys passkeys;
    private final PasskeyEnrolment enrolment;
    private final SecondFactors factors;
    private final Users users;
    private final OwnPassword password;
    private final Acting acting;
    private final Moments moments;

    OwnPasskeys(
            Passkeys passkeys,
            PasskeyEnrolment enrolment,
            SecondFactors factors,
            Users users,
            OwnPassword password,
            Acting acting,
            Moments moments) {
        this.passkeys = passkeys;
        this.enrolment = enrolment;
        this.factors = factors;
        this.users = users;
        this.password = password;
        this.acting = acting;
        this.moments = moments;
    }

    /** Whether there are any to have. */
    boolean isFor(Caller caller) {
        return users.find(caller.name()).filter(enrolment::isFor).isPresent()
                && acting.may(caller, ENABLE, caller.arn());
    }

    Div panel(Caller caller) {
        return new Panel(caller);
    }

    private final class Panel extends Div {
        private final Caller caller;
        private final Div rows = new Div();
        private final Button add = new Button(Texts.text("passkey.add"), Glyph.PLUS.draw(), _ -> add());
        private final Span full = new Span(Texts.text("passkey.exhausted", Passkeys.MOST_PER_USER));

        Panel(Caller caller) {
            this.caller = caller;
            rows.addClassName("rows");
            full.addClassName("quiet");
            var tools = new Div(add, full);
            tools.addClassName("tools");
            add(rows, tools);
            show();
        }

        private User user() {
            return users.find(caller.name()).orElseThrow();
        }

        private void show() {
            rows.removeAll();
            var all = passkeys.of(user());
            for (var each : all) rows.add(row(each));
            rows.setVisible(!all.isEmpty());
            add.setEnabled(all.size() < Passkeys.MOST_PER_USER);
            full.setVisible(all.size() >= Passkeys.MOST_PER_USER);
        }

        private Div row(Passkey passkey) {
            var name = new Div(new Span(passkey.name()));
            if (passkey.synced()) {
                var synced = new Span(Texts.text("passkey.synced"));
                synced.addClassNames("badge", "badge-own");
                synced.setTitle(Texts.text("passkey.synced.what"));
                name.add(synced);
            }
            var used = passkey.lastUsedAt();
            var facts = new Span(
                    used == null
                            ? Texts.text("passkey.facts.unused", moments.brief(passkey.createdAt()))
                            : Texts.text("passkey.facts", moments.brief(passkey.createdAt()), moments.relative(used)));
            facts.addClassName("quiet");
            var words = new Div(name, facts);
            words.addClassName("two");
            var rename = new Button(Texts.text("passkey.rename"), _ -> rename(passkey));
            rename.setAriaLabel(Texts.text("passkey.rename.which", passkey.name()));
            rename.addThemeVariants(ButtonVariant.TERTIARY);
            var remove = new Button(Texts.text("passkey.remove"), _ -> remove(passkey));
            remove.setAriaLabel(Texts.text("passkey.remove.which", passkey.name()));
            remove.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
            var row = new Div(words, rename, remove);
            row.addClassName("row");
            return row;
        }

        private void add() {
            if (asksForMore()) return;
            new AddPasskey(
                            isFirst() ? typed -> password.refuses(caller, typed) : null,
                            () -> enrolment.begin(user()),
                            this::finish)
                    .open();
        }

        private boolean isFirst() {
            return !factors.has(user()) && !passkeys.has(user());
        }

        /** Asked when the dialog opens, and when it is done: meanwhile the owner may have set something up elsewhere. */
        private boolean asksForMore() {
            if (isFirst() || FreshProof.given(caller, moments.now())) return false;
            FreshProof.ask();
            show();
            return true;
        }

        private boolean finish(PasskeyEnrolment.Begun begun, String answer, String name) {
            if (asksForMore()) return false;
            try {
                var made = acting.run(request(ENABLE).with(Map.of("name", name)), () -> begun.finish(answer, name));
                if (made) Notices.done(Texts.text("passkey.added"));
                show();
                return made;
            } catch (PasskeyRefused _) {
                Notices.problem(Texts.text("passkey.refused"));
            } catch (PasskeysExhausted _) {
                Notices.problem(Texts.text("passkey.exhausted", Passkeys.MOST_PER_USER));
            }
            show();
            return false;
        }

        private void rename(Passkey passkey) {
            new NamePasskey(passkey.name(), name -> {
                        acting.run(
                                request(ENABLE).with(Map.of("name", passkey.name(), "newName", name)),
                                () -> passkeys.rename(user(), passkey.id(), name));
                        show();
                    })
                    .open();
        }

        private void remove(Passkey passkey) {
            if (!FreshProof.given(caller, moments.now())) {
                FreshProof.ask();
                return;
            }
            Confirmation.ask(
                    Texts.text("passkey.remove.sure", passkey.name()),
                    Texts.text("passkey.remove.what"),
                    Texts.text("passkey.remove"),
                    () -> {
                        if (acting.run(
                                request(DEACTIVATE).with(Map.of("name", passkey.name())),
                                () -> passkeys.remove(user(), passkey.id())))
                            Notices.done(Texts.text("passkey.removed"));
                        show();
                    });
        }

        private AccessRequest request(String action) {
            return AccessRequest.of(caller, action, caller.arn()).with(Map.of("device", "passkey"));
        }
    }
}
