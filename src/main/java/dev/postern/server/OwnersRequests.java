package dev.postern.server;

import dev.postern.access.policies.Policies;
import dev.postern.access.policies.Subject;
import dev.postern.identity.Account;
import dev.postern.identity.SignInLinks;
import dev.postern.identity.User;
import dev.postern.identity.Users;
import dev.postern.trail.Actor;
import dev.postern.trail.NewEntry;
import dev.postern.trail.Outcome;
import dev.postern.trail.Trail;
import java.text.MessageFormat;
import java.util.Map;
import java.util.ResourceBundle;
import org.springframework.stereotype.Component;

/**
 * What {@link OwnersSocket} is asked for, and the answers. Asks no policy: it is for the day on which policies let nobody in who could change
 * them.
 */
@Component
final class OwnersRequests {
    static final String SIGN_IN_LINK = "sign-in-link ";
    static final String NEW_ADMINISTRATOR = "new-administrator ";
    static final String DONE = "done ";
    static final String REFUSED = "refused ";

    private static final ResourceBundle TEXTS = ResourceBundle.getBundle("dev.postern.server.messages");

    private final ConsoleAddress console;
    private final Users users;
    private final Policies policies;
    private final SignInLinks links;
    private final Trail trail;
    private final Account account;

    OwnersRequests(
            ConsoleAddress console, Users users, Policies policies, SignInLinks links, Trail trail, Account account) {
        this.console = console;
        this.users = users;
        this.policies = policies;
        this.links = links;
        this.trail = trail;
        this.account = account;
    }

    /** @param asking user of this machine */
    String answer(String request, String asking) {
        if (request.startsWith(SIGN_IN_LINK)) return link(request.substring(SIGN_IN_LINK.length()), asking);
        if (request.startsWith(NEW_ADMINISTRATOR))
            return administrator(request.substring(NEW_ADMINISTRATOR.length()), asking);
        return refusal("owner.unknown");
    }

    static String notTheOwner() {
        return refusal("owner.only");
    }

    private String link(String name, String asking) {
        var user = users.find(name);
        if (user.isEmpty()) return refused(name, "", asking, "link.nobody");
        if (user.filter(User::enabled).isEmpty()) return refused(name, account.user(name), asking, "link.disabled");
        trail.append(event("CreateSignInLink", Outcome.ALLOWED, account.user(name), asking));
        return DONE + console.signInLink(links.issue(name, SignInLinks.LIFE));
    }

    private String refused(String name, String resource, String asking, String key) {
        trail.append(event("CreateSignInLink", Outcome.DENIED, resource, asking).with("because", text(key, "")));
        return refusal(key, name);
    }

    /**
     * Somebody new, in no group: whatever denial or boundary keeps the administrators there are from administering does not concern them. Only
     * guard-rails do, which are files of this machine.
     */
    private String administrator(String name, String asking) {
        if (users.find(name).isPresent()) return refusal("link.taken", name);
        var arn = account.user(name);
        var asked = trail.append(event("CreateUser", Outcome.ALLOWED, arn, asking));
        try {
            users.create(name, Map.of());
        } catch (IllegalArgumentException broken) {
            trail.append(event("CreateUser", Outcome.FAILED, arn, asking).follows(asked.id()));
            return REFUSED + broken.getMessage();
        }
        trail.append(event("AttachUserPolicy", Outcome.ALLOWED, arn, asking).with("policyArn", Policies.ADMINISTRATOR));
        policies.attach(Subject.user(name), Policies.ADMINISTRATOR);
        return link(name, asking);
    }

    private static NewEntry event(String action, Outcome outcome, String resource, String asking) {
        return NewEntry.of(action, Actor.SYSTEM, outcome)
                .on(resource)
                .with("by", "the command sign-in-link on the server's machine")
                .with("localUser", asking);
    }

    private static String refusal(String key, Object... arguments) {
        return REFUSED + text(key, arguments);
    }

    private static String text(String key, Object... arguments) {
        return MessageFormat.format(TEXTS.getString(key), arguments);
    }
}
