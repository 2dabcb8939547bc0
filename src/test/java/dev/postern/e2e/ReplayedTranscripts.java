package dev.postern.e2e;

import static dev.postern.e2e.Departure.Event.STARTED;
import static dev.postern.e2e.Departure.Event.TERMINATED;
import static dev.postern.e2e.Departure.Instead.ACKNOWLEDGED;
import static dev.postern.e2e.Departure.Instead.NOTHING;
import static dev.postern.e2e.Transcript.End.AGENT;
import static dev.postern.e2e.Transcript.End.PLUGIN;
import static java.util.Map.entry;

import dev.postern.e2e.Departure.Also;
import dev.postern.e2e.Departure.Answered;
import dev.postern.e2e.Departure.Before;
import dev.postern.e2e.Departure.ByNodeThatIsGone;
import dev.postern.e2e.Departure.Otherwise;
import dev.postern.e2e.Departure.Skipped;
import dev.postern.e2e.Departure.Told;
import dev.postern.protocol.MessageType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every transcript there is, and record by record where its replay departs from it. */
final class ReplayedTranscripts {
    private static final String ONE_CANCEL =
            "cancelled on the data channel, once: either channel will do (protocol.md §2.4)";
    private static final String TOLD_ONCE = "the client is told once that the session is over";
    private static final String REPEAT =
            "acknowledged before: the gateway answers repeats itself, since the plugin does not (protocol.md §3.6)";
    private static final String TRANSCRIPTS =
            "agents keep no transcripts for Postern, and so need not look how they are encrypted (docs/documents.md)";
    private static final String GAP =
            "frames are missing before these, which acknowledge them, are acknowledged or are not whole themselves";
    private static final String EARLIER = "on connections of sessions that began before the recording";
    private static final String REFUSED = "the relay refused on purpose";
    private static final String CONTROL_CHANNEL =
            "<CreateControlChannelResponse><MessageSchemaVersion>1.0</MessageSchemaVersion><TokenValue>one</TokenValue></CreateControlChannelResponse>";
    private static final String GONE = "an agent that is not registered here is to ask seldom (protocol.md §1.3)";
    private static final String DENIED = "{\"__type\":\"AccessDeniedException\"}";
    private static final String NO_FAILURE =
            "the relay failed on purpose; here nothing ails, and an error would leave the plugin hanging (protocol.md §7.3)";
    private static final String RESUMED =
            "{\"SessionId\":\"that one\",\"TokenValue\":\"a new one\",\"StreamUrl\":\"the old one\"}";

    private static final Departure HOST = new Told(
            "/Content/DocumentContent/parameters/host/default",
            "a host must be named: the document here has no default");

    private static final String OWN_DOCUMENT =
            "the document here keeps the two streams apart unless told otherwise, marks no lines, and is for macOS, too";
    private static final List<Departure> COMMAND = List.of(
            new Told("/Content/DocumentContent/parameters/separateOutputStream/default", OWN_DOCUMENT),
            new Told("/Content/DocumentContent/parameters/stdOutSeparatorPrefix", OWN_DOCUMENT),
            new Told("/Content/DocumentContent/parameters/stdErrSeparatorPrefix", OWN_DOCUMENT),
            new Told("/Content/DocumentContent/properties/linux/stdOutSeparatorPrefix", OWN_DOCUMENT),
            new Told("/Content/DocumentContent/properties/linux/stdErrSeparatorPrefix", OWN_DOCUMENT),
            new Told("/Content/DocumentContent/properties/windows/stdOutSeparatorPrefix", OWN_DOCUMENT),
            new Told("/Content/DocumentContent/properties/windows/stdErrSeparatorPrefix", OWN_DOCUMENT),
            new Told("/Content/DocumentContent/properties/macos", OWN_DOCUMENT));

    /** In each task. */
    static final List<Departure> EVERYWHERE = List.of(
            new Told("/Content/MaxPayload", "a field of Postern's own, which stock agents do not know"),
            new Told("/Content/DocumentContent/inputs/s3EncryptionEnabled", TRANSCRIPTS),
            new Told("/Content/DocumentContent/inputs/cloudWatchEncryptionEnabled", TRANSCRIPTS));

    static final Map<String, List<Departure>> DEPARTURES = new TreeMap<>(Map.ofEntries(
            asRecorded("01-register-and-boot"),
            asRecorded("02-shell-session"),
            entry(
                    "03-shell-terminated-by-api",
                    List.of(new Otherwise(31, 31, NOTHING, ONE_CANCEL), new Otherwise(37, 37, NOTHING, TOLD_ONCE))),
            asRecorded("04-client-sigHUP"),
            asRecorded("04-client-sigKILL"),
            asRecorded("04-client-sigTERM"),
            entry("05-port-forward", List.of(new Skipped(23, GAP))),
            asRecorded("06-port-forward-closed-port"),
            entry("07-port-forward-remote-host", List.of(HOST)),
            entry(
                    "07b-port-forward-denied-ip",
                    List.of(HOST, new Otherwise(28, 28, NOTHING, TOLD_ONCE), new Skipped(1, EARLIER))),
            asRecorded("08-interactive-command"),
            entry("09-noninteractive-command", COMMAND),
            entry("09b-noninteractive-separate-output", COMMAND),
            entry(
                    "09c-noninteractive-notfound",
                    and(
                            COMMAND,
                            new Otherwise(31, 68, ACKNOWLEDGED, REPEAT),
                            new Otherwise(75, 75, NOTHING, TOLD_ONCE))),
            asRecorded("10-ssh-session-stdio"),
            asRecorded("11-plugin-resume-after-cut"),
            asRecorded("11b-plugin-resume-after-close"),
            asRecorded("12-agent-data-cut"),
            entry(
                    "13-control-channel-cut",
                    List.of(
                            new Answered(15, 201, CONTROL_CHANNEL, REFUSED),
                            new Answered(17, 201, CONTROL_CHANNEL, REFUSED),
                            new Answered(19, 201, CONTROL_CHANNEL, REFUSED))),
            asRecorded("14-runas"),
            asRecorded("15-agent-core-sigKILL-during-session"),
            asRecorded("15-agent-core-sigTERM-during-session"),
            asRecorded("15-agent-restart-during-session"),
            entry(
                    "16-dropped-frames",
                    List.of(
                            new Otherwise(31, 31, ACKNOWLEDGED, REPEAT),
                            new Also(
                                    AGENT,
                                    MessageType.ACKNOWLEDGE,
                                    1,
                                    "the server's own of 34 if that comes after 36, since 29 was not dropped here"),
                            new Also(
                                    PLUGIN,
                                    MessageType.ACKNOWLEDGE,
                                    3,
                                    "those of records 21 and 28, which the relay dropped, and the server's own of 19 if that comes after 21"))),
            entry(
                    "17-plugin-never-attaches",
                    List.of(new Before(1, STARTED, "the recording begins after the call"), new Skipped(91, EARLIER))),
            entry("19-http-endpoint-ws-custom-path", List.of(new Skipped(22, EARLIER))),
            asRecorded("20-role-token-refetch-and-key-rotation"),
            entry(
                    "21-data-channel-token-refused",
                    List.of(
                            new Before(
                                    18,
                                    TERMINATED,
                                    "the relay refused on purpose; a server refuses when the session is over"),
                            new Also(
                                    AGENT,
                                    MessageType.CHANNEL_CLOSED,
                                    2,
                                    "the session is over; and once more, on the control channel, to an agent that asks for it all the same"),
                            new Also(PLUGIN, MessageType.CHANNEL_CLOSED, 1, "the session is over"))),
            asRecorded("22-kms-encrypted-shell"),
            asRecorded("23-control-keys-and-utf8"),
            entry(
                    "27-plugin-resume-session-gone",
                    List.of(
                            new Before(18, TERMINATED, "the relay ended it by itself"),
                            new Otherwise(18, 18, NOTHING, ONE_CANCEL),
                            new Also(
                                    PLUGIN,
                                    MessageType.CHANNEL_CLOSED,
                                    1,
                                    "the relay did not tell the plugin, on purpose"))),
            entry(
                    "28-plugin-resume-api-error",
                    IntStream.rangeClosed(20, 25)
                            .<Departure>mapToObj(n -> new Answered(n, 200, RESUMED, NO_FAILURE))
                            .toList()),
            entry("29-ssh-over-session", List.of(new Skipped(20, GAP))),
            entry(
                    "30-no-task-ack",
                    List.of(new Also(
                            AGENT, MessageType.AGENT_TASK_ACKNOWLEDGE, 3, "the relay kept it back on purpose"))),
            entry(
                    "31-role-token-refused",
                    List.of(
                            new ByNodeThatIsGone(1, REFUSED),
                            new Answered(1, 400, DENIED, GONE),
                            new ByNodeThatIsGone(5, REFUSED),
                            new Answered(5, 400, DENIED, GONE)))));

    private ReplayedTranscripts() {}

    private static List<Departure> and(List<Departure> some, Departure... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    private static Map.Entry<String, List<Departure>> asRecorded(String name) {
        return entry(name, List.of());
    }
}
