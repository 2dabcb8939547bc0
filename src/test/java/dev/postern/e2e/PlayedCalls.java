package dev.postern.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.e2e.Departure.Answered;
import dev.postern.e2e.Transcript.Called;
import dev.postern.e2e.Transcript.Signed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The calls of a recording, made again by whoever made them; each answer must be of the recorded one's kind. */
final class PlayedCalls {
    private static final int LAST_GOOD = 299;

    private final RunningServer server;
    private final PlayedNode node;
    private final Substitution substitution;
    private final Set<String> sessions = new LinkedHashSet<>();

    PlayedCalls(RunningServer server, PlayedNode node, Substitution substitution) {
        this.server = server;
        this.node = node;
        this.substitution = substitution;
    }

    /** The sessions that were started. */
    Set<String> sessions() {
        return sessions;
    }

    void play(Transcript transcript, Called call, Departures departures) throws IOException, InterruptedException {
        if (call.isTo("StartSession")) prepareDocument(transcript, call.request());
        node.replaceIn(call.request(), substitution);
        var answer = server.calls()
                .call(key(call, departures), substitution.in(call.operation()), substitution.in(call.request()));
        var otherwise = departures.answered(call.n());
        assertThat(answer.status())
                .as("the status of %s", answer.body())
                .isEqualTo(otherwise.map(Answered::status).orElse(call.status()));
        assertThat(Likeness.ofAnswers(otherwise.map(Answered::answer).orElse(call.answer()), answer.body()))
                .isEmpty();
        if (answer.status() > LAST_GOOD) return;
        substitution.learn(call.answer(), answer.body());
        node.answered(call, answer.body());
        if (call.isTo("StartSession"))
            sessions.add(JsonMapper.shared()
                    .readTree(answer.body())
                    .path("SessionId")
                    .asString());
    }

    private SignedCalls.@Nullable Key key(Called call, Departures departures) throws IOException, InterruptedException {
        if (departures.isByNodeThatIsGone(call.n())) return server.keyOfNodeThatIsGone();
        return switch (call.signed()) {
            case CLIENT -> server.clientKey();
            case AGENT -> node.roleKey();
            case NODE_KEY -> node.registeredKey();
            case NOBODY -> null;
        };
    }

    private void prepareDocument(Transcript transcript, String request) {
        var name = JsonMapper.shared().readTree(request).path("DocumentName").asString(RunningServer.PREFERENCES);
        transcript.document(name).ifPresent(content -> server.document(name, content, substitution));
    }

    /** Starts the session of the transcript's task, which somebody did before the recording began. */
    void start(Transcript transcript, String recordedNode) throws IOException, InterruptedException {
        var task = transcript.tasks().getFirst();
        var parameters = new ArrayList<String>();
        task.content().parameters().forEach((name, value) -> parameters.add("\"" + name + "\":[" + value + "]"));
        var request = "{\"Target\":\"" + recordedNode + "\",\"DocumentName\":\""
                + task.content().documentName() + "\",\"Parameters\":{" + String.join(",", parameters) + "}}";
        var answer = "{\"SessionId\":\"" + task.taskId() + "\",\"TokenValue\":\"a token\",\"StreamUrl\":\"wss://r/?\"}";
        var call = new Called(0, "AmazonSSM.StartSession", Signed.CLIENT, request, 200, answer);
        play(transcript, call, Departures.NONE);
    }
}
