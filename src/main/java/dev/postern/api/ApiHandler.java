package dev.postern.api;

import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Json;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.Service;
import dev.postern.playback.Format;
import dev.postern.session.SessionId;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** One request from its first byte to its answer: where to, who signed it, not too many, then the operation or the channel. */
final class ApiHandler extends Handler.Wrapper {
    private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);
    private static final byte[] NOTHING = {};

    private final Operations operations;
    private final Signatures signatures;
    private final Throttle throttle;
    private final Refusals refusals;
    private final StreamAddress streams;
    private final RecordingDownloads recordings;
    private final InstantSource clock;

    ApiHandler(
            Handler channels,
            Operations operations,
            Signatures signatures,
            Throttle throttle,
            Refusals refusals,
            StreamAddress streams,
            RecordingDownloads recordings,
            InstantSource clock) {
        super(channels);
        this.operations = operations;
        this.signatures = signatures;
        this.throttle = throttle;
        this.refusals = refusals;
        this.streams = streams;
        this.recordings = recordings;
        this.clock = clock;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var exchange = new Exchange(request, response, callback);
        try {
            return switch (Route.of(request)) {
                case Route.Json(var target) -> json(exchange, target);
                case Route.Query _ -> query(exchange);
                case Route.ControlChannel control -> controlChannel(exchange, control);
                case Route.DataChannel data -> dataChannel(exchange, data);
                case Route.Recording(var session, var format) -> recording(exchange, session, format);
                case Route.Nowhere _ ->
                    throw ApiError.of(ApiError.Kind.NOWHERE, "UnknownOperationException", "There is nothing here.");
            };
        } catch (ApiError error) {
            return refuse(exchange, error);
        } catch (RuntimeException broken) {
            if (response.isCommitted() || broken instanceof HttpException) throw broken; // Jetty knows what to do
            log.atError()
                    .addKeyValue("action", exchange.action)
                    .addKeyValue("request", exchange.id)
                    .setCause(broken)
                    .log("call failed");
            return refuse(
                    exchange,
                    ApiError.of(
                            ApiError.Kind.SERVER,
                            "InternalServerError",
                            "An error occurred on the server side. The server's log tells more of request "
                                    + exchange.id + "."));
        }
    }

    private boolean json(Exchange exchange, String target) throws IOException {
        var name = Operations.named(target).orElseThrow(ApiHandler::unknown);
        var operation = operations.find(name);
        if (operation.isPresent()) exchange.action = name.operation();

        boolean anybody = operation.orElse(null) instanceof Operation.ForAnybody;
        // A stranger's body is not even read, where operations are for strangers too not before it is their turn.
        if (anybody) throttle.admit(exchange.signer, exchange.address);
        var body = anybody
                ? Body.read(exchange.request, Body.MOST_OF_A_STRANGER, clock)
                : exchange.isSigned() ? Body.read(exchange.request, Body.MOST, clock) : NOTHING;
        if (!anybody) {
            authenticate(exchange, body, name.service());
            throttle.admit(exchange.signer, exchange.address);
        }
        return answer(exchange, operation.orElseThrow(ApiHandler::unknown), name, Json.parse(body));
    }

    private boolean query(Exchange exchange) throws IOException {
        exchange.wire = Wire.QUERY;
        return exchange.isSigned() ? signedQuery(exchange) : strangersQuery(exchange);
    }

    /** Here the signature's scope says which service is meant, and the body which operation. */
    private boolean signedQuery(Exchange exchange) throws IOException {
        var body = Body.read(exchange.request, Body.MOST, clock);
        var service = authenticate(exchange, body, null);
        throttle.admit(exchange.signer, exchange.address);

        var members = QueryForm.parse(body);
        var name = new Operations.Name(service, members.path("Action").asString(""));
        var operation = operations.find(name).orElseThrow(ApiHandler::unknown);
        exchange.action = name.operation();
        return answer(exchange, operation, name, members);
    }

    /** Who has not signed can only mean sts, and only what sts has for anybody. */
    private boolean strangersQuery(Exchange exchange) throws IOException {
        throttle.admit(exchange.signer, exchange.address);
        var members = QueryForm.parse(Body.read(exchange.request, Body.MOST_OF_A_STRANGERS_FORM, clock));
        var name = new Operations.Name(Service.STS, members.path("Action").asString(""));
        var operation = operations.find(name);
        if (!(operation.orElse(null) instanceof Operation.ForAnybody anybody)) {
            authenticate(exchange, NOTHING, null);
            throw unknown();
        }
        exchange.action = name.operation();
        return answer(exchange, anybody, name, members);
    }

    private boolean recording(Exchange exchange, SessionId session, Format format) throws IOException {
        exchange.wire = Wire.REST;
        exchange.action = "ExportRecording";
        var body = exchange.isSigned() ? Body.read(exchange.request, Body.MOST, clock) : NOTHING;
        authenticate(exchange, body, Service.POSTERN);
        throttle.admit(exchange.signer, exchange.address);
        if (!(exchange.signer instanceof Signer.User(var caller)))
            throw ApiError.foreign("Recordings are for users and roles, not for nodes.");
        recordings.send(caller, session, format, exchange);
        return true;
    }

    private boolean controlChannel(Exchange exchange, Route.ControlChannel channel) throws Exception {
        exchange.wire = Wire.REST;
        exchange.action = channel.upgrade() ? "OpenControlChannel" : "CreateControlChannel";
        var body = signedBody(exchange, channel.upgrade());
        if (!(exchange.signer instanceof Signer.Node(var node)) || !node.equals(channel.node()))
            throw ApiError.foreign("Only the role token of " + channel.node() + " opens its control channel.");
        return handOn(exchange, body, channel.upgrade());
    }

    /** Agents sign; clients bring a token in their first frame instead, and nothing before it (protocol.md §3.2). */
    private boolean dataChannel(Exchange exchange, Route.DataChannel channel) throws Exception {
        exchange.wire = Wire.REST;
        exchange.action = channel.upgrade() ? "OpenDataChannel" : "CreateDataChannel";
        if (channel.upgrade() && !exchange.isSigned()) {
            throttle.admit(exchange.signer, exchange.address);
            return handOn(exchange, NOTHING, true);
        }
        var body = signedBody(exchange, channel.upgrade());
        boolean fits = channel.upgrade()
                ? !(exchange.signer instanceof Signer.RegisteredKey)
                : exchange.signer instanceof Signer.Node;
        if (!fits) throw ApiError.foreign("CreateDataChannel is for agents, signed with the role token of their node.");
        return handOn(exchange, body, channel.upgrade());
    }

    private byte[] signedBody(Exchange exchange, boolean upgrade) throws IOException {
        var body = upgrade || !exchange.isSigned() ? NOTHING : Body.read(exchange.request, Body.MOST, clock);
        authenticate(exchange, body, Service.SSM_MESSAGES);
        throttle.admit(exchange.signer, exchange.address);
        return body;
    }

    private boolean handOn(Exchange exchange, byte[] body, boolean upgrade) throws Exception {
        switch (exchange.signer) {
            case Signer.User(var caller) -> exchange.request.setAttribute(ApiHandlers.CALLER, caller);
            case Signer.Node(var node) -> exchange.request.setAttribute(ApiHandlers.NODE, node);
            case Signer.RegisteredKey _, Signer.Nobody _ -> {}
        }
        var request = upgrade ? exchange.request : Body.again(exchange.request, body);
        if (super.handle(request, exchange.response, exchange.callback)) return true;
        throw ApiError.of(ApiError.Kind.NOWHERE, "UnknownOperationException", "There is no such channel.");
    }

    private Service authenticate(Exchange exchange, byte[] body, @Nullable Service service) {
        var verified = signatures.verify(exchange.signable(body), service, exchange.address);
        var signer = signatures.signer(verified, exchange.address);
        exchange.signer =
                signer instanceof Signer.User(var caller) ? new Signer.User(caller.by(exchange.approach())) : signer;
        return Service.ofScope(verified.scope().service()).orElseThrow(ApiHandler::unknown);
    }

    private boolean answer(Exchange exchange, Operation operation, Operations.Name name, ObjectNode members) {
        var call = new Call(Input.of(members), exchange.address, exchange.id, streams.of(exchange.request));
        switch (Operations.perform(operation, name, exchange.signer, call)) {
            case Answer.Now(var body) -> exchange.send(Wire.json(body));
            case Answer.After(var hold, var body) ->
                exchange.request
                        .getComponents()
                        .getScheduler()
                        .schedule(() -> exchange.send(Wire.json(body)), hold.toMillis(), TimeUnit.MILLISECONDS);
            case Answer.Result result -> exchange.send(Wire.result(name.operation(), result, exchange.id));
        }
        log.atDebug()
                .addKeyValue("action", name)
                .addKeyValue("request", exchange.id)
                .addKeyValue("address", exchange.address)
                .log("call answered");
        return true;
    }

    private boolean refuse(Exchange exchange, ApiError error) {
        refusals.refused(error, exchange.attempt());
        if (error.kind() == ApiError.Kind.TOO_LARGE || !Body.drop(exchange.request, clock))
            exchange.response.getHeaders().put(HttpHeader.CONNECTION, "close");
        exchange.send(exchange.wire.error(error, exchange.id));
        return true;
    }

    private static ApiError unknown() {
        return ApiError.of("UnknownOperationException", "The requested operation is not known here.");
    }
}
