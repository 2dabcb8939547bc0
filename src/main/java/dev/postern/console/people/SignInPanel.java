package dev.postern.console.people;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import dev.postern.console.shell.Unseen;
import dev.postern.identity.Caller;
import dev.postern.identity.SecondFactors;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.passkeys.Passkeys;
import java.util.List;
import java.util.Optional;

/** How somebody gets into the console. What else belongs to signing in stands here, too: second factors, browsers. */
final class SignInPanel extends Div {
    private final Users users;
    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final UserDeeds deeds;
    private final Moments moments;
    private final Caller caller;
    private final String name;
    private final Runnable changed;
    private final Facts facts = new Facts();
    private final Button letIn = new Button("", _ -> confirmLetIn());
    private final Button remove = new Button(Texts.text("user.password.remove"), _ -> confirmRemove());
    private final Button removeFactor = new Button(Texts.text("user.factor.remove"), _ -> confirmRemoveFactor());
    private List<Object> drawn = List.of();

    SignInPanel(
            Users users,
            SecondFactors factors,
            Passkeys passkeys,
            UserDeeds deeds,
            Moments moments,
            Caller caller,
            String name,
            Runnable changed) {
        this.users = users;
        this.factors = factors;
        this.passkeys = passkeys;
        this.deeds = deeds;
        this.moments = moments;
        this.caller = caller;
        this.name = name;
        this.changed = changed;
        addClassName("panel");
        remove.addThemeVariants(ButtonVariant.ERROR);
        removeFactor.addThemeVariants(ButtonVariant.ERROR);
        var deedsRow = new Div(letIn, remove, removeFactor);
        deedsRow.addClassName("tools");
        deedsRow.addClassName("deeds");
        add(new H2(Texts.text("user.sign-in")), facts, deedsRow);
    }

    void show() {
        var signIn = users.signIn(name);
        var enabled = users.find(name).filter(user -> user.enabled()).isPresent();
        var known = signIn.filter(each -> each.issuer() == null).isPresent() && !name.equals(caller.name());
        var has = signIn.filter(Users.SignIn::password).isPresent();
        letIn.setText(Texts.text(has ? "user.password.renew" : "user.password.give"));
        letIn.setVisible(known && enabled && deeds.mayLetIn(caller, name));
        remove.setVisible(known && has && deeds.may(caller, "iam:DeleteLoginProfile", name));
        var secondFactor = users.find(name).filter(factors::has);
        var keys = users.find(name).map(user -> passkeys.of(user).size()).orElse(0);
        removeFactor.setVisible(
                known && (secondFactor.isPresent() || keys > 0) && deeds.may(caller, "iam:DeactivateMFADevice", name));
        var wayKnown = deeds.may(caller, UserDeeds.PASSWORD, name);
        var factorsKnown = deeds.may(caller, UserDeeds.FACTORS, name);
        List<Object> now = List.of(signIn, secondFactor, keys, wayKnown, factorsKnown);
        if (now.equals(drawn)) return;
        drawn = now;
        facts.show();
        if (wayKnown) facts.text("user.way", UserLook.way(signIn));
        else facts.fact("user.way", new Unseen(UserDeeds.PASSWORD));
        if (factorsKnown) factors(secondFactor, keys);
        else facts.fact("user.factor", new Unseen(UserDeeds.FACTORS));
        facts.text(
                "user.last",
                signIn.map(Users.SignIn::last)
                        .map(last -> moments.relative(last) + " · " + moments.exact(last))
                        .orElseGet(() -> Texts.text("users.last.never")));
    }

    private void factors(Optional<User> holder, int keys) {
        facts.text(
                        "user.factor",
                        holder.map(user -> Texts.text("user.factor.on", factors.recoveryCodesLeft(user)))
                                .orElseGet(() -> Texts.text("user.factor.none")))
                .text("user.passkeys", keys == 0 ? Texts.text("user.passkeys.none") : String.valueOf(keys));
    }

    private void confirmLetIn() {
        if (!users.hasPassword(name)) letIn();
        else
            Confirmation.ask(
                    Texts.text("user.password.renew.sure", name),
                    Texts.text("user.password.renew.what"),
                    Texts.text("user.password.renew"),
                    this::letIn);
    }

    private void letIn() {
        deeds.letIn(caller, name).ifPresent(wayIn -> {
            WayInDialog.show(wayIn);
            changed.run();
        });
    }

    private void confirmRemoveFactor() {
        Confirmation.ask(
                Texts.text("user.factor.remove.sure", name),
                Texts.text("user.factor.remove.what"),
                Texts.text("user.factor.remove"),
                () -> {
                    var user = users.find(name);
                    if (user.isPresent() && deeds.removeSecondFactor(caller, user.get())) changed.run();
                });
    }

    private void confirmRemove() {
        Confirmation.ask(
                Texts.text("user.password.remove.sure", name),
                Texts.text("user.password.remove.what"),
                Texts.text("user.password.remove"),
                () -> {
                    if (deeds.removePassword(caller, name)) changed.run();
                });
    }
}
