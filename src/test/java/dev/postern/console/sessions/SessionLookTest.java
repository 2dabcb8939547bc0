package dev.postern.console.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.session.EndCause;
import dev.postern.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionLookTest {
    @Test
    void everyEndIsSaidInWords() {
        var causes = List.<EndCause>of(
                new EndCause.ClosedByUser(),
                new EndCause.Exited(3),
                new EndCause.Idle(Duration.ofMinutes(20)),
                new EndCause.MaximumDuration(Duration.ofMinutes(60)),
                new EndCause.NodeLost(),
                new EndCause.NodeStopped(),
                new EndCause.ClientLost(),
                new EndCause.Terminated("arn:aws:iam::000000000000:user/admin"),
                new EndCause.AccessEnded("why"),
                new EndCause.Draining(),
                new EndCause.Failed("output"));
        assertThat(causes)
                .extracting(SessionLook::cause)
                .doesNotHaveDuplicates()
                .noneMatch(words -> words.startsWith("!"));
        assertThat(SessionLook.cause(new EndCause.Exited(3))).endsWith("status 3");
        assertThat(SessionLook.cause(causes.get(7))).isEqualTo("Terminated by admin");
    }

    @Test
    void everyStateIsSaidInWords() {
        var now = Instant.EPOCH;
        var states = List.<SessionState>of(
                new SessionState.Waiting(now),
                new SessionState.Connecting(now),
                new SessionState.Connected(now),
                new SessionState.Disconnected(now, SessionState.End.CLIENT),
                new SessionState.Disconnected(now, SessionState.End.NODE),
                new SessionState.Ended(now, new EndCause.ClosedByUser()),
                new SessionState.Ended(now, new EndCause.Failed("")));
        assertThat(states)
                .extracting(SessionLook::state)
                .doesNotHaveDuplicates()
                .noneMatch(words -> words.startsWith("!"));
    }
}
