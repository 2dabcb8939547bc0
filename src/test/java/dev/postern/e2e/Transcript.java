package dev.postern.e2e;

import dev.postern.protocol.Frame;
import dev.postern.protocol.InteractiveShell;
import dev.postern.protocol.MessageType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One captured conversation of the stock ends with a relay, record by record; what the records hold is told in the captures' README. */
record Transcript(String name, List<Step> steps) {
    /** Whose end of a connection it is. */
    enum End {
        AGENT,
        PLUGIN
    }

    /** Who signed a call. */
    enum Signed {
        /** A user's access key. */
        CLIENT,
        /** The node's role token. */
        AGENT,
        /** The node's RSA key. */
        NODE_KEY,
        NOBODY
    }

    /** A record; {@code n} is its number in the recording. */
    sealed interface Step {
        int n();
    }

    /** An end dialled in. */
    record Opened(int n, int connection, End end, boolean control, String path) implements Step {}

    /** @param byServer the relay hung up; else the end did */
    record HungUp(int n, int connection, boolean control, boolean byServer) implements Step {}

    record Pinged(int n, int connection, boolean control, String payload) implements Step {}

    /** The first message of a connection. */
    record Said(int n, int connection, String text) implements Step {}

    /** A frame of an end. */
    record Sent(int n, int connection, boolean control, Frame frame) implements Step {}

    /** The relay passed on the frame of record {@code of}, unchanged. */
    record Passed(int n, int connection, boolean control, int of) implements Step {}

    /** A frame that the relay made. */
    record Made(int n, int connection, boolean control, Frame frame) implements Step {}

    /** A frame of which the recording kept no more than the header. */
    record Cut(int n, int connection, boolean control, boolean ofServer, MessageType type) implements Step {}

    /** Frames that the recording left out. */
    record Elided(int n, int frames) implements Step {}

    /** @param operation the X-Amz-Target, or POST and the path */
    record Called(int n, String operation, Signed signed, String request, int status, String answer) implements Step {
        boolean isTo(String name) {
            return operation.endsWith("." + name);
        }
    }

    static Transcript load(String name) {
        var steps = new ArrayList<Step>();
        try (var file = Transcript.class.getResourceAsStream("/transcripts/" + name + ".jsonl.gz");
                var lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var step = step(JsonMapper.shared().readTree(line));
                // the relay wrote down a call when it had been answered: what came of it stands before it
                if (step instanceof Called call && !steps.isEmpty() && isTaskOf(steps.getLast(), call.answer()))
                    steps.add(steps.size() - 1, step);
                else steps.add(step);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Transcript(name, List.copyOf(steps));
    }

    private static boolean isTaskOf(Step step, String answer) {
        return isTask(step)
                && answer.contains(
                        "\"" + InteractiveShell.parse(((Made) step).frame()).taskId() + "\"");
    }

    private static boolean isTask(Step step) {
        return step instanceof Made made && made.frame().type().equals(MessageType.INTERACTIVE_SHELL);
    }

    private static Step step(JsonNode record) {
        var n = record.path("n").asInt();
        var connection = record.path("conn").asInt();
        var control = record.path("ch").asString("").equals("control");
        var byServer = record.path("dir").asString("").startsWith("server");
        if (record.has("call")) return call(n, record);
        if (record.has("elided")) return new Elided(n, record.path("elided").asInt());
        if (record.has("open"))
            return new Opened(
                    n, connection, end(record), control, record.path("open").asString());
        if (record.has("closed_by"))
            return new HungUp(
                    n, connection, control, record.path("closed_by").asString().equals("server"));
        if (record.has("ping"))
            return new Pinged(n, connection, control, record.path("ping").asString());
        if (record.has("text"))
            return new Said(n, connection, record.path("text").asString());
        if (record.has("same"))
            return new Passed(n, connection, control, record.path("same").asInt());
        if (record.has("cut"))
            return new Cut(
                    n,
                    connection,
                    control,
                    byServer,
                    new MessageType(record.path("cut").asString()));
        var frame = frame(record.path("hex").asString());
        return byServer ? new Made(n, connection, control, frame) : new Sent(n, connection, control, frame);
    }

    private static Called call(int n, JsonNode record) {
        return new Called(
                n,
                record.path("call").asString(),
                Signed.valueOf(record.path("signed")
                        .asString()
                        .toUpperCase(Locale.ROOT)
                        .replace(' ', '_')),
                record.path("request").asString(),
                record.path("status").asInt(),
                record.path("answer").asString());
    }

    private static End end(JsonNode record) {
        return End.valueOf(record.path("end").asString().toUpperCase(Locale.ROOT));
    }

    private static Frame frame(String hex) {
        return Frame.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    /** The tasks that the agent was given. */
    List<InteractiveShell> tasks() {
        return steps.stream()
                .filter(Transcript::isTask)
                .map(step -> InteractiveShell.parse(((Made) step).frame()))
                .toList();
    }

    /** The session document of that name, from a task; empty when no task has it. */
    Optional<String> document(String documentName) {
        return tasks().stream()
                .map(InteractiveShell::content)
                .filter(task -> task.documentName().equals(documentName))
                .map(task -> task.documentContent().toString())
                .findFirst();
    }
}
