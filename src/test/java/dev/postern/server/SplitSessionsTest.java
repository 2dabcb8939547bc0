package dev.postern.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.identity.SignedInBrowsers;
import dev.postern.testing.HandClock;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

class SplitSessionsTest {
    private static final Duration SIGNED_IN = Duration.ofHours(8);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final String UI = "com.vaadin.flow.server.VaadinSession.springServlet";
    private static final String LOCK = "springServlet.lock";
    private static final String WHO = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

    private final Map<String, Session> table = new ConcurrentHashMap<>();
    private final HandClock clock = aheadOfTheMachine();
    private Visitors visitors = visitors();
    private final SplitSessions sessions = restarted();

    /** Spring's map of sessions forgets by the machine's clock. */
    private static HandClock aheadOfTheMachine() {
        var clock = new HandClock();
        clock.forward(Duration.ofDays(36_500));
        return clock;
    }

    @SuppressWarnings("unchecked")
    private SplitSessions restarted() {
        var store = (SessionRepository<Session>) (SessionRepository<?>) new MapSessionRepository(table);
        visitors = visitors();
        return new SplitSessions(store, this::signedIn, visitors, clock);
    }

    private Visitors visitors() {
        return new Visitors(new ConsoleSettings(3, 2, IDLE, null), clock);
    }

    private Session signedIn() {
        var session = new MapSession();
        session.setMaxInactiveInterval(SIGNED_IN);
        return session;
    }

    private SplitSession visitor() {
        var session = sessions.createSession();
        session.setLastAccessedTime(clock.instant());
        return session;
    }

    private SplitSession found(String id) {
        SplitSession session = sessions.findById(id);
        assertThat(session).isNotNull();
        return session;
    }

    private static final class Ui implements HttpSessionBindingListener {
        private final List<String> endedIn = new ArrayList<>();

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            endedIn.add(event.getSession().getId());
        }
    }

    @Test
    void whoSignedInOutlivesARestartAndTheUiDoesNot() {
        var session = visitor();
        session.setAttribute(WHO, "alice");
        session.setAttribute(UI, new Ui());
        session.setAttribute(LOCK, new Object());
        sessions.save(session);

        var after = restarted().findById(session.getId());
        assertThat(after).isNotNull();
        assertThat(after.<String>getAttribute(WHO)).isEqualTo("alice");
        assertThat(after.<Ui>getAttribute(UI)).isNull();
        assertThat(after.getAttributeNames()).containsExactly(WHO);
    }

    @Test
    void concurrentRequestsSeeOneUi() {
        var session = visitor();
        sessions.save(session);
        var one = found(session.getId());
        var other = found(session.getId());
        var ui = new Ui();
        one.setAttribute(UI, ui);
        assertThat(other.<Ui>getAttribute(UI)).isSameAs(ui);
    }

    @Test
    void theUiMovesToTheIdThatSignInGives() {
        var session = visitor();
        var ui = new Ui();
        session.setAttribute(UI, ui);
        sessions.save(session);
        var signingIn = found(session.getId());
        String before = signingIn.getId();
        String after = signingIn.changeSessionId();
        sessions.save(signingIn);

        assertThat(found(after).<Ui>getAttribute(UI)).isSameAs(ui);
        assertThat(sessions.findById(before)).isNull();
        assertThat(ui.endedIn).isEmpty();
    }

    @Test
    void signingOutEndsTheUi() {
        var session = visitor();
        var ui = new Ui();
        session.setAttribute(UI, ui);
        sessions.save(session);
        sessions.deleteById(session.getId());
        assertThat(ui.endedIn).containsExactly(session.getId());
    }

    @Test
    void whatAnotherServerEndedEndsHereToo() {
        var session = visitor();
        var ui = new Ui();
        var terminals = new Ui();
        session.setAttribute(WHO, "alice");
        session.setAttribute(UI, ui);
        session.setAttribute(SignedInBrowsers.LIVE + "terminals", terminals);
        sessions.save(session);
        assertThat(Objects.requireNonNull(table.get(session.getId())).getAttributeNames())
                .containsExactly(WHO);

        sessions.forgetEnded(held -> held);
        assertThat(ui.endedIn).isEmpty();
        table.clear();
        sessions.forgetEnded(held -> {
            assertThat(held).containsExactly(session.getId());
            return table.keySet();
        });
        assertThat(ui.endedIn).isEmpty();
        sessions.forgetEnded(_ -> table.keySet());
        assertThat(ui.endedIn).containsExactly(session.getId());
        assertThat(terminals.endedIn).containsExactly(session.getId());
    }

    @Test
    void aSessionThatRanOutEndsItsUi() {
        var session = visitor();
        var ui = new Ui();
        session.setAttribute(WHO, "alice");
        session.setAttribute(UI, ui);
        sessions.save(session);

        clock.forward(SIGNED_IN.minusSeconds(1));
        sessions.forgetExpired();
        assertThat(ui.endedIn).isEmpty();
        clock.forward(Duration.ofSeconds(1));
        sessions.forgetExpired();
        assertThat(ui.endedIn).containsExactly(session.getId());
    }

    @Test
    void aVisitorIsNeverStored() {
        var session = visitor();
        session.setAttribute("CSRF", "token");
        sessions.save(session);
        sessions.save(found(session.getId()));
        assertThat(table).isEmpty();
        assertThat(found(session.getId()).<String>getAttribute("CSRF")).isEqualTo("token");
    }

    @Test
    void signingInBuysALongLifeAndARowUnderAnotherId() {
        var session = visitor();
        session.setAttribute("CSRF", "token");
        sessions.save(session);
        assertThat(session.getMaxInactiveInterval()).isEqualTo(IDLE);

        var signingIn = found(session.getId());
        var ui = new Ui();
        signingIn.setAttribute(UI, ui);
        signingIn.setAttribute(WHO, "alice");
        sessions.save(signingIn);
        assertThat(signingIn.getMaxInactiveInterval()).isEqualTo(SIGNED_IN);
        assertThat(table).containsOnlyKeys(signingIn.getId());
        assertThat(sessions.findById(session.getId())).isNull();
        assertThat(found(signingIn.getId()).<String>getAttribute("CSRF")).isEqualTo("token");
        assertThat(found(signingIn.getId()).<Ui>getAttribute(UI)).isSameAs(ui);
        assertThat(visitors.count()).isZero();
    }

    @Test
    void aRequestThatWasOnItsWayDuringTheSignInBringsNothingBack() {
        var session = visitor();
        sessions.save(session);
        var late = found(session.getId());
        var signingIn = found(session.getId());
        signingIn.setAttribute(WHO, "alice");
        sessions.save(signingIn);
        sessions.save(late);
        assertThat(sessions.findById(session.getId())).isNull();
        assertThat(visitors.count()).isZero();
    }
}
