package dev.postern.server;

import dev.postern.identity.Assurance;
import dev.postern.identity.Assured;
import dev.postern.identity.SignedInBrowser;
import dev.postern.identity.SignedInBrowsers;
import dev.postern.keys.Sha256;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.springframework.boot.session.autoconfigure.SessionTimeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.serializer.support.SerializationFailedException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Browsers' sessions: of who has signed in, in the database what can be stored, in memory the rest. Not Spring Session's JDBC repository as it comes: it
 * would write Vaadin's session, which does not serialise.
 */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
@EnableScheduling
class BrowserSessions {
    private static final Duration DEFAULT_IDLE = Duration.ofHours(8);
    private static final int ID_DIGITS = 16;

    @Bean
    Store sessionStore(JdbcOperations jdbc, PlatformTransactionManager transactions) {
        return new Store(jdbc, transactions);
    }

    @Bean
    Visitors visitors(ConsoleSettings settings, Clock clock, MeterRegistry meters) {
        var visitors = new Visitors(settings, clock);
        meters.gauge("postern.visitors", visitors, Visitors::count);
        return visitors;
    }

    @Bean
    SplitSessions sessions(Store store, SessionTimeout timeout, Visitors visitors, Clock clock) {
        Duration idle = timeout.getTimeout();
        return new SplitSessions(
                store.sessions(), () -> store.signedIn(idle == null ? DEFAULT_IDLE : idle), visitors, clock);
    }

    @Bean
    Sweep sessionSweep(Store store, SplitSessions sessions) {
        return new Sweep(store, sessions);
    }

    @Bean
    SignedInBrowsers signedInBrowsers(Store store, SplitSessions sessions, MeterRegistry meters) {
        return new Browsers(store, sessions, meters);
    }

    private record Browsers(Store store, SplitSessions sessions, MeterRegistry meters) implements SignedInBrowsers {
        @Override
        public List<SignedInBrowser> of(String user) {
            return store.of(user).entrySet().stream()
                    .sorted(Comparator.comparing((Entry<String, Session> each) ->
                                    each.getValue().getLastAccessedTime())
                            .reversed())
                    .limit(MOST_LISTED)
                    .flatMap(each -> store.authentication(each.getValue()).stream()
                            .map(signedIn -> browser(idOf(each.getKey()), each.getValue(), signedIn)))
                    .toList();
        }

        private static SignedInBrowser browser(String id, Session session, Authentication signedIn) {
            var assured = signedIn.getPrincipal() instanceof Assured principal ? principal : null;
            return new SignedInBrowser(
                    id,
                    session.getCreationTime(),
                    session.getLastAccessedTime(),
                    BrowserMarks.address(session),
                    BrowserMarks.userAgent(session),
                    signedIn.getPrincipal() instanceof OAuth2User,
                    assured == null ? Assurance.SINGLE : assured.assurance());
        }

        /** Whoever reads a page must not learn the cookie of another browser from it. */
        @Override
        public String idOf(String browserSession) {
            return Sha256.of(browserSession).substring(0, ID_DIGITS);
        }

        @Override
        public boolean end(String user, String id) {
            return end(user, session -> idOf(session).equals(id)) > 0;
        }

        @Override
        public int signOutOthers(String user, String here) {
            return end(user, id -> !id.equals(here));
        }

        @Override
        public int signOut(String user, Predicate<Authentication> which) {
            return end(user, id -> store.authentication(id).filter(which).isPresent());
        }

        private int end(String user, Predicate<String> which) {
            var ended = store.of(user).keySet().stream().filter(which).toList();
            ended.forEach(sessions::deleteById);
            meters.counter("postern.sign-ins.ended").increment(ended.size());
            return ended.size();
        }
    }

    /** Holds Spring Session's repository without being one: exactly one may be a bean. */
    static final class Store {
        private final JdbcIndexedSessionRepository sessions;
        private final JdbcClient jdbc;

        Store(JdbcOperations jdbc, PlatformTransactionManager transactions) {
            this.jdbc = JdbcClient.create(jdbc);
            // its own transaction: a session is saved while a response is committed, whatever runs around it
            var own = new TransactionTemplate(transactions);
            own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            sessions = new JdbcIndexedSessionRepository(jdbc, own);
            sessions.setCleanupCron("-"); // ours sweeps both parts
            sessions.afterPropertiesSet();
        }

        @SuppressWarnings(
                "unchecked") // its own session class is not public; it takes back only what it gave out, as we do
        private SessionRepository<Session> sessions() {
            return (SessionRepository<Session>) (SessionRepository<?>) sessions;
        }

        private Map<String, Session> of(String user) {
            return Map.copyOf(sessions.findByPrincipalName(user));
        }

        private Set<String> stillThere(Set<String> ids) {
            return Set.copyOf(jdbc.sql("SELECT session_id FROM spring_session WHERE session_id IN (:ids)")
                    .param("ids", ids)
                    .query(String.class)
                    .list());
        }

        private Optional<Authentication> authentication(String id) {
            Session session = sessions.findById(id);
            return session == null ? Optional.empty() : authentication(session);
        }

        /** Empty where nobody is signed in, or an upgrade made it unreadable. */
        private Optional<Authentication> authentication(Session session) {
            try {
                SecurityContext context =
                        session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
                return Optional.ofNullable(context).map(SecurityContext::getAuthentication);
            } catch (SerializationFailedException | ConversionException ofAnotherVersion) {
                return Optional.empty();
            }
        }

        private Session signedIn(Duration idle) {
            Session session = sessions.createSession();
            session.setMaxInactiveInterval(idle);
            return session;
        }
    }

    /** Removes what ran out, from both places. */
    record Sweep(Store store, SplitSessions sessions) {
        @Scheduled(fixedDelayString = "PT1M")
        void sweep() {
            store.sessions.cleanUpExpiredSessions();
            sessions.forgetExpired();
        }

        // what is missing twice is gone
        @Scheduled(fixedDelay = SignedInBrowsers.FELT_ELSEWHERE_SECONDS / 2, timeUnit = TimeUnit.SECONDS)
        void follow() {
            sessions.forgetEnded(store::stillThere);
        }
    }
}
