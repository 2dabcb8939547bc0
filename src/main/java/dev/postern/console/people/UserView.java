package dev.postern.console.people;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import dev.postern.access.policies.Subject;
import dev.postern.console.policies.Consequences;
import dev.postern.console.policies.PermissionPanels;
import dev.postern.console.shell.Acting;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.DeniedPanel;
import dev.postern.console.shell.Facts;
import dev.postern.console.shell.Live;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Panel;
import dev.postern.console.shell.SignInList;
import dev.postern.console.shell.TagEditor;
import dev.postern.console.shell.Texts;
import dev.postern.identity.AccessKeys;
import dev.postern.identity.Caller;
import dev.postern.identity.SecondFactors;
import dev.postern.identity.SignedInBrowsers;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.identity.passkeys.Passkeys;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One user: who they are, what they have and where it leads, and how they get in. */
@Route("users/:name")
@PermitAll
class UserView extends Page implements BeforeEnterObserver {
    private final Users users;
    private final AccessKeys keys;
    private final SecondFactors factors;
    private final Passkeys passkeys;
    private final SignedInBrowsers browsers;
    private final UserDeeds deeds;
    private final PermissionPanels permissions;
    private final Consequences consequences;
    private final Acting acting;
    private final Moments moments;
    private final Caller caller;
    private final Div state = new Div();
    private final Facts facts = new Facts();
    private final TagEditor tags = new TagEditor(new UserTags());
    private final Button toggle = new Button("", _ -> shown().ifPresent(this::toggle));
    private final Button delete = new Button(Texts.text("delete"), _ -> shown().ifPresent(this::confirmDelete));
    private String name = "";
    private @Nullable Panels panels;
    private List<Object> drawn = List.of();

    /** Of one user. */
    private record Panels(
            PermissionPanels.Shown permissions, Memberships groups, SignInPanel signIn, UsersAccessKeys keys) {}

    UserView(
            Users users,
            AccessKeys keys,
            SecondFactors factors,
            Passkeys passkeys,
            SignedInBrowsers browsers,
            UserDeeds deeds,
            PermissionPanels permissions,
            Consequences consequences,
            Acting acting,
            Moments moments,
            Live live) {
        super("");
        this.users = users;
        this.keys = keys;
        this.factors = factors;
        this.passkeys = passkeys;
        this.browsers = browsers;
        this.deeds = deeds;
        this.permissions = permissions;
        this.consequences = consequences;
        this.acting = acting;
        this.moments = moments;
        this.caller = acting.caller();
        back("users", Texts.text("navigation.users"));
        state.addClassName("state-line");
        delete.addThemeVariants(ButtonVariant.ERROR);
        live.follow(this, this::show);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        name = event.getRouteParameters().get("name").orElse("");
        title(name);
        var denied = acting.whyNot(caller, deeds.leg("iam:GetUser", name));
        if (denied.isPresent()) {
            add(new DeniedPanel(denied.get()));
            return;
        }
        if (users.find(name).isEmpty()) throw new NotFoundException(name);
        var made = new Panels(
                permissions.of(caller, Subject.user(name)),
                new Memberships(users, deeds, consequences, caller, name, this::show),
                new SignInPanel(users, factors, passkeys, deeds, moments, caller, name, this::show),
                new UsersAccessKeys(keys, deeds, moments, caller, name));
        panels = made;
        actions(toggle, delete);
        add(state, new Panel("user.facts", facts), made.groups(), made.permissions(), made.signIn());
        if (SignInList.may(acting, caller, name))
            add(new Panel("user.sign-ins", new SignInList(browsers, acting, moments, caller, name)));
        add(made.keys(), new Panel("user.tags", tags));
        show();
    }

    private Optional<User> shown() {
        return users.find(name).filter(_ -> deeds.may(caller, "iam:GetUser", name));
    }

    private void show() {
        var now = panels;
        if (now == null) return;
        var found = shown();
        if (found.isEmpty()) {
            UI.getCurrent().navigate(UsersView.class);
            return;
        }
        var user = found.get();
        now.permissions().show();
        now.groups().show(user);
        now.signIn().show();
        now.keys().show();
        var own = user.name().equals(caller.name());
        toggle.setText(Texts.text(user.enabled() ? "user.disable" : "user.enable"));
        toggle.setVisible(!own && deeds.may(caller, "iam:UpdateUser", name));
        delete.setVisible(!own && deeds.may(caller, "iam:DeleteUser", name));
        var taggable = deeds.may(caller, "iam:TagUser", name);
        var signIn = users.signIn(name);
        var tagsKnown = deeds.may(caller, UserDeeds.TAGS, name);
        List<Object> says = List.of(user, taggable, tagsKnown, signIn);
        if (says.equals(drawn)) return;
        drawn = says;
        state.removeAll();
        state.add(UserLook.badge(user));
        if (own) state.add(new Span(Texts.text("user.own")));
        if (!user.enabled()) state.add(new Span(Texts.text("user.disabled.what")));
        var issuer = signIn.map(Users.SignIn::issuer);
        facts.show()
                .id("user.arn", acting.account().user(name))
                .id("user.id", user.id())
                .text(
                        "user.origin",
                        issuer.map(provider -> Texts.text("user.origin.provider", provider))
                                .orElseGet(() -> Texts.text("user.origin.local")))
                .text("user.created", moments.exact(user.createdAt()));
        if (tagsKnown) tags.show(user.tags(), taggable);
        else tags.unseen(UserDeeds.TAGS);
    }

    private void toggle(User user) {
        if (!user.enabled()) {
            if (deeds.setEnabled(caller, name, true)) show();
            return;
        }
        Confirmation.ask(
                Texts.text("user.disable.sure", name),
                Texts.text("user.disable.what"),
                Texts.text("user.disable"),
                () -> {
                    if (deeds.setEnabled(caller, name, false)) show();
                });
    }

    private void confirmDelete(User user) {
        Confirmation.askTyped(
                Texts.text("user.delete.sure", name),
                Texts.text("user.delete.what"),
                Texts.text("delete"),
                user.name(),
                () -> {
                    if (deeds.delete(caller, name)) UI.getCurrent().navigate(UsersView.class);
                });
    }

    private final class UserTags implements TagEditor.Tags {
        private static final long serialVersionUID = 1L;

        @Override
        public void add(String key, String value) {
            deeds.tag(caller, name, Map.of(key, value));
            redraw();
        }

        @Override
        public void remove(String key) {
            deeds.untag(caller, name, List.of(key));
            redraw();
        }

        /** Also where nothing has changed: what was typed goes. */
        private void redraw() {
            drawn = List.of();
            show();
        }
    }
}
