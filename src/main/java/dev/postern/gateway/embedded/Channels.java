package dev.postern.gateway.embedded;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.postern.gateway.DataChannels;
import dev.postern.gateway.DataChannels.Completion;
import dev.postern.gateway.DataChannels.Ticket;
import dev.postern.gateway.GatewaySettings;
import dev.postern.gateway.Heartbeat;
import dev.postern.gateway.Inlet;
import dev.postern.inventory.NodeId;
import dev.postern.inventory.Nodes;
import dev.postern.protocol.AgentTaskAcknowledge;
import dev.postern.protocol.AgentTaskComplete;
import dev.postern.protocol.ChannelReady;
import dev.postern.protocol.Frame;
import dev.postern.protocol.MessageType;
import dev.postern.protocol.OpenControlChannel;
import dev.postern.protocol.OpenDataChannel;
import dev.postern.session.SessionId;
import dev.postern.session.spi.TokenHash;
import jakarta.annotation.PreDestroy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The sockets of agents and command-line clients, as a Jetty handler for {@code /v1/control-channel/{node}} and {@code /v1/data-channel/{session}}:
 * POST makes a token, GET with an upgrade opens the channel. Who signed the request has been found out before: the request attribute
 * {@value #NODE} holds the {@link NodeId}, and is absent for command-line clients, whose token alone opens their end.
 */
@Component
public final class Channels {
    /** Request attribute, set by whoever verified the signature. */
    public static final String NODE = "dev.postern.node";

    private static final Logger log = LoggerFactory.getLogger(Channels.class);
    private static final Pattern PATH = Pattern.compile("/v1/(control|data)-channel/([^/]{1,128})");

    /** How long a token of CreateControlChannel opens a channel: agents dial at once. */
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(2);

    private static final int MOST_TOKENS = 100_000;
    /** A frame of Postern's agent with 16 KiB of payload in one piece. Borrowed from a pool, and only while there is something to read. */
    private static final int INPUT_BUFFER = 18 * 1024;

    private static final String RESTARTING = "Postern restarts: try again";
    private static final int MOST_TEXT = 16 * 1024;
    private static final Duration TICK = Duration.ofSeconds(1);

    private final DataChannels data;
    private final ControlChannels control;
    private final JobReports jobs;
    private final Nodes nodes;
    private final InstantSource clock;
    private final Openings openings;
    private final Heartbeat heartbeat;
    private final SecureRandom random = new SecureRandom();
    private final Cache<NodeId, TokenHash> controlTokens = Caffeine.newBuilder()
            .maximumSize(MOST_TOKENS)
            .expireAfterWrite(TOKEN_LIFE)
            .build();
    private volatile boolean draining;

    Channels(
            DataChannels data,
            ControlChannels control,
            JobReports jobs,
            Nodes nodes,
            GatewaySettings settings,
            InstantSource clock) {
        this.data = data;
        this.control = control;
        this.jobs = jobs;
        this.nodes = nodes;
        this.clock = clock;
        this.openings = new Openings(clock, settings.opening());
        this.heartbeat = Heartbeat.start("channels-clock", TICK, this::tick);
    }

    void tick() {
        openings.tick(clock.instant());
        control.tick();
    }

    /** No new channels; the open ones are told to come back. */
    @PreDestroy
    void drain() {
        draining = true;
        heartbeat.close();
        control.sendAway();
    }

    /** The handler for both paths; anything else it leaves alone. The server must not have been started. */
    public Handler handler(Server server) {
        var sockets = ServerWebSocketContainer.ensure(server);
        // dead peers are found by pings, which count as traffic for Jetty's own timer
        sockets.setIdleTimeout(Duration.ZERO);
        sockets.setInputBufferSize(INPUT_BUFFER);
        sockets.setMaxTextMessageSize(MOST_TEXT);
        sockets.setMaxBinaryMessageSize(Frame.MAX_CONTROL_BYTES);
        sockets.setMaxFrameSize(Frame.MAX_CONTROL_BYTES);
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                var path = PATH.matcher(Request.getPathInContext(request));
                if (!path.matches()) return false;
                var isControl = path.group(1).equals("control");
                var id = path.group(2);
                if (draining)
                    answer(
                            response,
                            callback,
                            HttpStatus.SERVICE_UNAVAILABLE_503,
                            error("ServiceUnavailable", RESTARTING));
                else if (HttpMethod.POST.is(request.getMethod())) create(isControl, id, request, response, callback);
                else if (isUpgrade(request)) upgrade(sockets, isControl, id, request, response, callback);
                else
                    answer(
                            response,
                            callback,
                            HttpStatus.METHOD_NOT_ALLOWED_405,
                            error("MethodNotAllowed", "POST, or GET with an upgrade"));
                return true;
            }
        };
    }

    private static boolean isUpgrade(Request request) {
        return HttpMethod.GET.is(request.getMethod()) && request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
    }

    // ── CreateControlChannel and CreateDataChannel

    private void create(boolean isControl, String id, Request request, Response response, Callback callback) {
        var node = node(request);
        if (node.isEmpty()) denied(response, callback, id, "not signed by a node");
        else if (isControl) createControl(node.get(), id, response, callback);
        else createData(node.get(), id, response, callback);
    }

    private void createControl(NodeId node, String id, Response response, Callback callback) {
        if (!node.value().equals(id) || nodes.find(node).isEmpty()) {
            denied(response, callback, id, "signed by " + node);
            return;
        }
        var bytes = new byte[32];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        controlTokens.put(node, TokenHash.of(token));
        created(response, callback, "CreateControlChannelResponse", token);
    }

    private void createData(NodeId node, String id, Response response, Callback callback) {
        if (!SessionId.isValid(id) || nodes.find(node).isEmpty()) {
            denied(response, callback, id, "signed by " + node);
            return;
        }
        switch (data.create(node, new SessionId(id))) {
            case Ticket.Granted(var token) -> created(response, callback, "CreateDataChannelResponse", token);
            case Ticket.Foreign() -> denied(response, callback, id, "signed by " + node);
            // these words stop a stock agent's worker (protocol.md §3.1)
            case Ticket.AlreadyTerminated() ->
                answer(
                        response,
                        callback,
                        HttpStatus.BAD_REQUEST_400,
                        error("ValidationException", "Session is already terminated"));
            case Ticket.NotNow() ->
                answer(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, error("ServiceUnavailable", RESTARTING));
        }
    }

    private static void denied(Response response, Callback callback, String id, String why) {
        log.atWarn().addKeyValue("channel", id).addKeyValue("why", why).log("channel denied");
        answer(
                response,
                callback,
                HttpStatus.FORBIDDEN_403,
                error("AccessDeniedException", "This channel is not yours"));
    }

    /** 201 and XML, nothing else will do: a stock agent takes 200 or JSON for a failure (protocol.md §2.1). */
    private static void created(Response response, Callback callback, String name, String token) {
        answer(
                response,
                callback,
                HttpStatus.CREATED_201,
                "<" + name + "><MessageSchemaVersion>1.0</MessageSchemaVersion><TokenValue>" + token + "</TokenValue></"
                        + name + ">");
    }

    private static String error(String code, String message) {
        return "<" + code + "><Message>" + message + "</Message></" + code + ">";
    }

    private static void answer(Response response, Callback callback, int status, String xml) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        response.write(true, ByteBuffer.wrap(xml.getBytes(StandardCharsets.UTF_8)), callback);
    }

    // ── the sockets

    private void upgrade(
            ServerWebSocketContainer sockets,
            boolean isControl,
            String id,
            Request request,
            Response response,
            Callback callback) {
        var node = node(request);
        if (isControl ? !node.map(NodeId::value).equals(Optional.of(id)) : !SessionId.isValid(id)) {
            denied(response, callback, id, node.isEmpty() ? "not signed by a node" : "signed by " + node.get());
            return;
        }
        sockets.upgrade(
                (asked, answer, done) -> {
                    // no permessage-deflate: it costs memory per socket, and what flows is often encrypted or
                    // compressed already
                    answer.setExtensions(List.of());
                    if (isControl) return controlSocket(node.orElseThrow());
                    return node.isPresent()
                            ? nodeSocket(node.get(), new SessionId(id))
                            : clientSocket(new SessionId(id));
                },
                request,
                response,
                callback);
    }

    private static Optional<NodeId> node(Request request) {
        return Optional.ofNullable((NodeId) request.getAttribute(NODE));
    }

    // ── what each kind of socket does with its first message

    private ChannelSocket controlSocket(NodeId node) {
        return new ChannelSocket(
                "control " + node, Frame.MAX_CONTROL_BYTES, openings, (text, link) -> openControl(node, text, link));
    }

    private @Nullable Inlet openControl(NodeId node, String text, JettyLink link) {
        var opening = OpenControlChannel.parse(text);
        var expected = controlTokens.getIfPresent(node);
        if (expected == null
                || !expected.matches(opening.token())
                || nodes.find(node).isEmpty()) return null;
        controlTokens.invalidate(node);
        if (opening.requireAcknowledgement()) link.send(ChannelReady.control(UUID.randomUUID(), clock.instant()));
        return control.opened(node, link, opening.agentVersion(), frame -> fromAgent(node, frame, link));
    }

    private ChannelSocket nodeSocket(NodeId node, SessionId session) {
        return new ChannelSocket("data " + session + " of " + node, Frame.MAX_DATA_BYTES, openings, (text, link) -> {
            var opening = OpenDataChannel.parse(text);
            if (opening.requireAcknowledgement()) link.send(ChannelReady.data(UUID.randomUUID(), clock.instant()));
            return data.nodeEnd(node, session, opening.token(), link).orElse(null);
        });
    }

    private ChannelSocket clientSocket(SessionId session) {
        return new ChannelSocket(
                "data " + session + " of a client",
                Frame.MAX_DATA_BYTES,
                openings,
                (text, link) -> data.clientEnd(
                                session, OpenDataChannel.parse(text).token(), link)
                        .orElse(null));
    }

    // ── what agents say on the control channel

    private void fromAgent(NodeId node, Frame frame, JettyLink link) {
        if (frame.type().equals(MessageType.AGENT_TASK_COMPLETE)) completed(node, frame, link);
        else if (frame.type().equals(MessageType.AGENT_JOB_ACK)) jobs.acknowledged(node, frame);
        else if (frame.type().equals(MessageType.AGENT_JOB_REPLY)) jobs.replied(node, frame, link);
        else
            log.atDebug()
                    .addKeyValue("node", node)
                    .addKeyValue("type", frame.type())
                    .log("control frame ignored");
    }

    /** Every one is acknowledged, once it is written; the first one counts: a failed session can yield two (protocol.md §2.5). */
    private void completed(NodeId node, Frame frame, JettyLink link) {
        var complete = AgentTaskComplete.parse(frame);
        var acknowledge = AgentTaskAcknowledge.of(frame);
        Runnable written = () -> link.send(acknowledge.toFrame(UUID.randomUUID(), clock.instant()));
        if (SessionId.isValid(complete.taskId()))
            data.completed(node, new SessionId(complete.taskId()), completion(complete), written);
        else written.run();
    }

    private static Completion completion(AgentTaskComplete complete) {
        return switch (complete.finalTaskStatus()) {
            case AgentTaskComplete.FAILED, AgentTaskComplete.TIMED_OUT -> new Completion.Failed(complete.output());
            // of a session that this server cancelled nobody asks any more
            case AgentTaskComplete.CANCELLED -> new Completion.Stopped();
            default -> new Completion.Succeeded(complete.exitCode());
        };
    }
}
