package dev.postern.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.testing.Database;
import dev.postern.testing.HandClock;
import dev.postern.testing.OnEveryDatabase;
import dev.postern.testing.Store;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Who is signed in, from the password to the next request after a restart. */
@OnEveryDatabase
class BrowserSessionTest {
    private static final String SECURITY_CONTEXT = "SPRING_SECURITY_CONTEXT";

    private final Store store;
    private final TestIdentity identity;

    BrowserSessionTest(Database database) {
        store = database.fresh();
        identity = new TestIdentity(store, new HandClock());
        identity.users.create("alice", TestIdentity.PASSWORD, Set.of("operators"));
    }

    @AfterEach
    void leaveTheThread() {
        SecurityContextHolder.clearContext();
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void aSignInOutlivesARestartOfTheServer() {
        var id = save(sessions(), signIn());
        Session found = Objects.requireNonNull(sessions().findById(id));

        SecurityContext context = found.getRequiredAttribute(SECURITY_CONTEXT);
        assertThat(identity.callers.of(context.getAuthentication(), "192.0.2.9"))
                .contains(identity.users
                        .callerFor(identity.users.find("alice").orElseThrow(), "192.0.2.9")
                        .assured(Assurance.ofPassword(HandClock.START)));
    }

    @Test
    void whatIsStoredHoldsNoPasswordHash() {
        save(sessions(), signIn());
        var bytes = store.jdbc()
                .sql("SELECT attribute_bytes FROM spring_session_attributes")
                .query((row, _) -> row.getBytes(1))
                .single();
        assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("alice")
                .doesNotContain("argon2", TestIdentity.PASSWORD);
    }

    @Test
    void theCallersAddressIsThatOfThisRequestElseThatOfTheSignIn() {
        SecurityContextHolder.getContext().setAuthentication(signIn());
        assertThat(identity.callers.current()).get().extracting(Caller::address).isEqualTo("192.0.2.7");

        var request = new MockHttpServletRequest();
        request.setRemoteAddr("198.51.100.1");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        assertThat(identity.callers.current()).get().extracting(Caller::address).isEqualTo("198.51.100.1");
    }

    @Test
    void whatABrowserSaysItIsAndWhetherItCameOverTlsAreOfThisRequestAndOfNoOther() {
        SecurityContextHolder.getContext().setAuthentication(signIn());
        assertThat(circumstances()).doesNotContainKeys("aws:UserAgent", "aws:SecureTransport");

        var request = new MockHttpServletRequest();
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        assertThat(circumstances()).doesNotContainKey("aws:UserAgent").containsEntry("aws:SecureTransport", "false");

        request.addHeader("User-Agent", "Mozilla/5.0 " + "x".repeat(Approach.LONGEST_USER_AGENT));
        request.setSecure(true);
        assertThat(circumstances())
                .containsEntry("aws:SecureTransport", "true")
                .hasEntrySatisfying(
                        "aws:UserAgent",
                        said -> assertThat(said).startsWith("Mozilla/5.0 x").hasSize(Approach.LONGEST_USER_AGENT));
    }

    private Map<String, String> circumstances() {
        return identity.callers.current().orElseThrow().circumstances(HandClock.START);
    }

    @Test
    void aUserWhoWasDisabledIsNobodyAtTheNextCall() {
        SecurityContextHolder.getContext().setAuthentication(signIn());
        identity.users.setEnabled("alice", false);
        assertThat(identity.callers.current()).isEmpty();
    }

    @Test
    void nobodyIsNobody() {
        assertThat(identity.callers.current()).isEmpty();
        SecurityContextHolder.getContext()
                .setAuthentication(new AnonymousAuthenticationToken(
                        "key", "alice", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
        assertThat(identity.callers.current()).isEmpty();
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.unauthenticated("alice", "x"));
        assertThat(identity.callers.current()).isEmpty();
    }

    private Authentication signIn() {
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated("alice", TestIdentity.PASSWORD);
        attempt.setDetails(new WebAuthenticationDetails("192.0.2.7", null));
        return identity.passwordSignIn.authenticate(attempt);
    }

    private static <S extends Session> String save(SessionRepository<S> sessions, Authentication authentication) {
        var session = sessions.createSession();
        session.setAttribute(SECURITY_CONTEXT, new SecurityContextImpl(authentication));
        sessions.save(session);
        return session.getId();
    }

    private JdbcIndexedSessionRepository sessions() {
        return new JdbcIndexedSessionRepository(
                new JdbcTemplate(store.dataSource()), new TransactionTemplate(store.transactions()));
    }
}
