package dev.postern.identity.oidc;

import dev.postern.identity.Caller;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the provider's groups are here. A name alone makes nobody an administrator: whoever may name groups at the provider would be one otherwise.
 *
 * @param prefix goes before every name
 * @param administrators the provider's groups that are {@code administrators} here
 * @param allowed the provider's groups that may sign in; none for everybody
 */
record ProviderGroups(String prefix, Set<String> administrators, Set<String> allowed) {
    static final String RULE = "1–128 of A–Z a–z 0–9 _ . @ = + , -";
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.@=+,-]{1,128}");

    /** Between the steps of a path, where a group's name here can have no slash. */
    private static final char STEP = '+';

    ProviderGroups {
        administrators = plain(administrators);
        allowed = plain(allowed);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    boolean admits(Collection<String> named) {
        return allowed.isEmpty() || named.stream().map(ProviderGroups::plain).anyMatch(allowed::contains);
    }

    /** Names that no group here can have are left out. */
    Set<String> of(Collection<String> named) {
        var here = new TreeSet<String>();
        for (var group : named) {
            var plain = plain(group);
            if (administrators.contains(plain)) here.add(Caller.ADMINISTRATORS);
            // else whoever may make groups below their own could make another one's name
            if (plain.indexOf(STEP) >= 0) continue;
            var name = prefix + plain.replace('/', STEP);
            if (isName(name) && !name.equalsIgnoreCase(Caller.ADMINISTRATORS)) here.add(name);
        }
        return here;
    }

    /** Keycloak gives paths: {@code /operations/on-call}. */
    private static String plain(String group) {
        return group.startsWith("/") ? group.substring(1) : group;
    }

    private static Set<String> plain(Set<String> groups) {
        var plain = new TreeSet<String>();
        groups.forEach(group -> plain.add(plain(group)));
        return Set.copyOf(plain);
    }
}
