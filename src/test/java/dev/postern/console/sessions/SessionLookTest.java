package dev.postern.console.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.inventory.NodeId;
import dev.postern.session.EndCause;
import dev.postern.session.Purpose;
import dev.postern.session.Session;
import dev.postern.session.Session.Client;
import dev.postern.session.SessionId;
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
                new EndCause.Finished(),
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
                .extracting(cause -> SessionLook.cause(cause, new Purpose.Shell()))
                .doesNotHaveDuplicates()
                .noneMatch(words -> words.startsWith("!"));
        assertThat(SessionLook.cause(causes.get(8), new Purpose.Shell())).isEqualTo("Terminated by admin");
    }

    @Test
    void whatEndedIsCalledWhatItWas() {
        assertThat(SessionLook.cause(new EndCause.Exited(3), new Purpose.Shell()))
                .isEqualTo("The shell exited with status 3");
        assertThat(SessionLook.cause(new EndCause.Exited(130), new Purpose.Command()))
                .isEqualTo("The command exited with status 130");
        assertThat(SessionLook.cause(new EndCause.Finished(), new Purpose.Command()))
                .isEqualTo("The command ended");
        assertThat(SessionLook.cause(new EndCause.Finished(), new Purpose.Port("", "22")))
                .isEqualTo("The forwarding ended");
    }

    @Test
    void saysWhatASessionIs() {
        assertThat(what(new Purpose.Shell(), "SSM-SessionManagerRunShell", Client.BROWSER))
                .isEqualTo("Shell");
        assertThat(what(new Purpose.Shell(), "Team-Shell", Client.BROWSER)).isEqualTo("Shell by Team-Shell");
        assertThat(what(new Purpose.Command(), "AWS-StartInteractiveCommand", Client.BROWSER))
                .isEqualTo("Command by AWS-StartInteractiveCommand");
        assertThat(what(new Purpose.Port("", "3000"), "AWS-StartPortForwardingSession", Client.BROWSER))
                .isEqualTo("Web app on port 3000");
        assertThat(what(
                        new Purpose.Port("grafana.internal", "3000"),
                        "AWS-StartPortForwardingSessionToRemoteHost",
                        Client.BROWSER))
                .isEqualTo("Web app at grafana.internal:3000");
        assertThat(what(new Purpose.Port("", "22"), "AWS-StartSSHSession", Client.COMMAND_LINE))
                .isEqualTo("Port 22");
        assertThat(what(
                        new Purpose.Port("db.internal", "5432"),
                        "AWS-StartPortForwardingSessionToRemoteHost",
                        Client.COMMAND_LINE))
                .isEqualTo("Port 5432 of db.internal");
        assertThat(what(new Purpose.Port("", ""), "AWS-StartSSHSession", Client.COMMAND_LINE))
                .isEqualTo("Forwarded port");
    }

    private static String what(Purpose purpose, String document, Client client) {
        var session = new Session(
                new SessionId("alice-0123456789abcdef0"),
                "arn:aws:iam::000000000000:user/alice",
                "alice",
                "AIDAALICE",
                new NodeId("mi-0123456789abcdef0"),
                "builder",
                document,
                purpose,
                "",
                client,
                Instant.EPOCH,
                Duration.ofMinutes(20),
                null,
                "",
                new SessionState.Connected(Instant.EPOCH));
        return SessionLook.what(session);
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
