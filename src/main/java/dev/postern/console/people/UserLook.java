package dev.postern.console.people;

import com.vaadin.flow.component.html.Span;
import dev.postern.console.shell.Moments;
import dev.postern.console.shell.Texts;
import dev.postern.identity.User;
import dev.postern.identity.Users.SignIn;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A user in words. */
final class UserLook {
    private UserLook() {}

    static String state(User user) {
        return Texts.text(user.enabled() ? "users.enabled" : "users.disabled");
    }

    static String stateLook(User user) {
        return user.enabled() ? "open" : "ended";
    }

    static Span badge(User user) {
        var badge = new Span(state(user));
        badge.addClassNames("badge", "badge-" + stateLook(user));
        return badge;
    }

    /** By what they sign in. */
    static String way(Optional<SignIn> signIn) {
        if (signIn.isEmpty()) return "";
        if (signIn.get().issuer() != null) return Texts.text("users.way.provider");
        return Texts.text(signIn.get().password() ? "users.way.password" : "users.way.none");
    }

    static String last(Optional<SignIn> signIn, Moments moments) {
        var last = signIn.map(SignIn::last);
        return last.isPresent() ? moments.relative(last.get()) : Texts.text("users.last.never");
    }

    static String groups(User user) {
        return user.groups().stream().sorted(String.CASE_INSENSITIVE_ORDER).collect(Collectors.joining(", "));
    }

    /** All words are in the name, or in the groups or the tags where these are known to whoever looks. */
    static boolean matches(User user, String words, boolean groupsKnown, boolean tagsKnown) {
        var groups = groupsKnown ? user.groups().stream() : Stream.<String>empty();
        var tags = tagsKnown
                ? user.tags().entrySet().stream().map(tag -> tag.getKey() + "=" + tag.getValue())
                : Stream.<String>empty();
        var text = Stream.concat(Stream.of(user.name()), Stream.concat(groups, tags))
                .collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT);
        return Stream.of(words.toLowerCase(Locale.ROOT).strip().split("\\s+")).allMatch(text::contains);
    }
}
