package dev.postern.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.Assurance;
import dev.postern.identity.ProvidedUsers;
import dev.postern.identity.SignedInBrowser;
import dev.postern.identity.SignedInBrowsers;
import dev.postern.identity.SignedOut;
import dev.postern.identity.SignedOut.Terminals;
import dev.postern.identity.TestIdentity;
import dev.postern.identity.User;
import dev.postern.identity.oidc.ProviderLogout.Channel;
import dev.postern.keys.TestSecrets;
import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;

/** Who leaves, which of their browsers are signed out by it, and what is said about their terminals. */
@OnEveryDatabase
class ProviderLogoutTest {
    /** Nobody answers there. */
    private static final String ISSUER = "http://localhost:1/realms/postern";

    private static final String SIGN_IN_PAGE = "https://postern.example.com/login";

    private final HandClock clock = new HandClock();
    private final TestIdentity identity;
    private final ProviderSessions sessions;
    private final User alice;
    private final Map<String, Authentication> browsers = new LinkedHashMap<>();

    /** Browsers that were signed out and what was published, in the order in which it happened. */
    private final List<Object> happened = new ArrayList<>();

    ProviderLogoutTest(Database database) {
        var store = database.fresh();
        identity = new TestIdentity(store, clock);
        sessions = new ProviderSessions(store.jdbc(), clock);
        alice = identity.provided().take(new ProvidedUsers.Person(ISSUER, "1", "alice", Set.of(), new TreeMap<>()));
        sessions.began(ISSUER, "s-1", alice.name());
        sessions.began(ISSUER, "s-2", alice.name());
        browsers.put("laptop", signedIn("s-1"));
        browsers.put("tablet", signedIn("s-2"));
    }

    @ParameterizedTest
    @EnumSource(Terminals.class)
    void whatBecomesOfTerminalsIsToldOnceTheBrowserIsSignedOut(Terminals terminals) {
        logout(endsTerminals(terminals)).left(Channel.BACK, "s-1", "1", "192.0.2.9");
        assertThat(happened).containsExactly("laptop", new SignedOut(arn(), terminals));
    }

    @ParameterizedTest
    @EnumSource(Terminals.class)
    void aGoodbyeThatNamesTheSessionAloneIsTheSame(Terminals terminals) {
        logout(endsTerminals(terminals)).left(Channel.FRONT, "s-2", null, "192.0.2.9");
        assertThat(happened).containsExactly("tablet", new SignedOut(arn(), terminals));
        assertThat(sessions.userOf(ISSUER, "s-2")).isEmpty();
    }

    @Test
    void aGoodbyeThatNamesNoSessionIsOneToAllBrowsers() {
        logout(Map.of()).left(Channel.BACK, null, "1", "192.0.2.9");
        assertThat(happened).containsExactly("laptop", "tablet", new SignedOut(arn(), Terminals.GRACE));
    }

    @Test
    void whoNobodyKnowsLeavesNothingBehind() {
        logout(Map.of()).left(Channel.BACK, "s-1", "2", "192.0.2.9");
        logout(Map.of()).left(Channel.FRONT, "s-3", null, "192.0.2.9");
        assertThat(happened).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Terminals.class)
    void whoSignsOutOfBothIsToldOfTooAndOutThoughTheProviderIsAway(Terminals terminals) {
        var leads = logout(endsTerminals(terminals)).leave(browsers.get("laptop"), "192.0.2.9", SIGN_IN_PAGE);
        assertThat(leads).isEmpty();
        assertThat(happened).containsExactly(new SignedOut(arn(), terminals));
    }

    @Test
    void whoSignsOutOfTheConsoleAloneKeepsTheTerminalsOfOtherBrowsers() {
        logout(Map.of("sign-out", "console", "logout-ends-terminals", "immediate"))
                .leave(browsers.get("laptop"), "192.0.2.9", SIGN_IN_PAGE);
        assertThat(happened).isEmpty();
    }

    private static Map<String, String> endsTerminals(Terminals terminals) {
        return Map.of("logout-ends-terminals", terminals.name().toLowerCase(Locale.ROOT));
    }

    private String arn() {
        return identity.account().user(alice.name());
    }

    private Authentication signedIn(String sid) {
        var principal = new ProvidedPrincipal(
                alice.name(), alice.createdAt(), ISSUER, "1", sid, "", null, Assurance.SINGLE, List.of());
        return new OAuth2AuthenticationToken(principal, principal.getAuthorities(), Provider.ID);
    }

    private ProviderLogout logout(Map<String, String> settings) {
        var properties = new TreeMap<>(Map.of("postern.oidc.issuer", ISSUER));
        settings.forEach((key, value) -> properties.put("postern.oidc." + key, value));
        var bound = new Binder(new MapConfigurationPropertySource(properties))
                .bind("postern.oidc", OidcSettings.class)
                .get();
        return new ProviderLogout(
                bound,
                new Provider(bound, clock),
                sessions,
                identity.provided(),
                identity.users(),
                new OpenBrowsers(),
                TestSecrets.make(),
                identity.trail(),
                new SimpleMeterRegistry(),
                happened::add);
    }

    /** Alice's. */
    private final class OpenBrowsers implements SignedInBrowsers {
        @Override
        public int signOut(String user, Predicate<Authentication> which) {
            assertThat(user).isEqualTo(alice.name());
            var meant = browsers.entrySet().stream()
                    .filter(each -> which.test(each.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            happened.addAll(meant);
            return meant.size();
        }

        @Override
        public List<SignedInBrowser> of(String user) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String idOf(String browserSession) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean end(String user, String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int signOutOthers(String user, String here) {
            throw new UnsupportedOperationException();
        }
    }
}
