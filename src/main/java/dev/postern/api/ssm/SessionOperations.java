package dev.postern.api.ssm;

import dev.postern.access.AccessRequest;
import dev.postern.access.Outcome;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Output;
import dev.postern.api.operation.Pages;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Account;
import dev.postern.identity.Caller;
import dev.postern.inventory.NodeId;
import dev.postern.session.EndCause;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionRefused;
import dev.postern.session.SessionState;
import dev.postern.session.Sessions;
import dev.postern.session.documents.Documents;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sessions of command-line clients and SDKs. {@link Sessions} passes the gate itself. */
@Component
final class SessionOperations implements OperationGroup {
    private static final int DEFAULT_PAGE = 200;
    private static final int MOST_PARAMETERS = 200;

    private static final Shape<Integer> PAGE = Shape.number(1, 200);
    private static final Shape<String> STATE = Shape.oneOf(List.of("Active", "History"));
    private static final Shape<String> REASON = Shape.text(1, 256, Pattern.compile(".{1,256}"));
    private static final Shape<Map<String, List<String>>> PARAMETERS =
            Shape.map(255, Shape.list(Shape.text(1, 65535), 0, 100), MOST_PARAMETERS);

    private final Sessions sessions;
    private final Documents documents;
    private final Permission permission;
    private final Account account;

    SessionOperations(Sessions sessions, Documents documents, Permission permission, Account account) {
        this.sessions = sessions;
        this.documents = documents;
        this.permission = permission;
        this.account = account;
    }

    @Override
    public Service service() {
        return Service.SSM;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of(
                "StartSession", new Operation.ForUsers(this::start),
                "ResumeSession", new Operation.ForUsers(this::resume),
                "TerminateSession", new Operation.ForUsers(this::terminate),
                "DescribeSessions", new Operation.ForUsers(this::describe));
    }

    private Answer start(Caller caller, Call call) {
        var input = call.input();
        var target = input.required("Target", Shapes.TARGET);
        var document = document(input);
        var parameters = input.optional("Parameters", PARAMETERS, Map.of());
        var reason = input.optional("Reason", REASON, "");
        if (!NodeId.isValid(target)) throw notConnected(Shapes.shortened(target) + " is not connected.");

        var request = AccessRequest.of(caller, "ssm:StartSession", account.node(target));
        var started = Permission.done(
                request,
                started(
                        caller,
                        new Sessions.Start(
                                new NodeId(target), document, parameters, reason, Session.Client.COMMAND_LINE)));
        return new Output()
                .text("SessionId", started.session().id().value())
                .text("TokenValue", started.clientToken())
                .text("StreamUrl", call.streamUrl(started.session().id()))
                .answer();
    }

    private Outcome<Sessions.Started> started(Caller caller, Sessions.Start start) {
        try {
            return sessions.start(caller, start);
        } catch (SessionRefused refused) {
            throw error(refused);
        }
    }

    private static ApiError error(SessionRefused refused) {
        var message = Optional.ofNullable(refused.getMessage()).orElse("");
        return switch (refused.code()) {
            case TARGET_NOT_CONNECTED -> notConnected(message);
            case INVALID_DOCUMENT -> ApiError.of("InvalidDocument", message);
            case INVALID_PARAMETERS -> ApiError.validation(message);
            case NOT_PERMITTED -> ApiError.denied(message);
            case LIMIT_EXCEEDED -> ApiError.of("ServiceQuotaExceededException", message);
            // clients try these again by themselves
            case NO_RECORDING, TRY_AGAIN -> ApiError.of(ApiError.Kind.SERVER, "InternalServerError", message);
        };
    }

    /** A name, or the ARN of a document here: the rest of the ARN says nothing new. */
    private @Nullable String document(Input input) {
        var document = input.optional("DocumentName", Shapes.DOCUMENT_ARN);
        return document == null ? null : documents.nameOf(document);
    }

    private Optional<String> renewed(Caller caller, String id) {
        try {
            return Permission.done(on(caller, "ssm:ResumeSession", id), sessions.resume(caller, new SessionId(id)));
        } catch (SessionRefused refused) {
            throw error(refused);
        }
    }

    /** An empty token says that the session is over; an error would make the plugin try again and hang (protocol.md §7.3). */
    private Answer resume(Caller caller, Call call) {
        var id = call.input().required("SessionId", Shapes.SESSION_ID);
        var token = SessionId.isValid(id) ? renewed(caller, id) : Optional.<String>empty();
        return new Output()
                .always("SessionId", id)
                .always("TokenValue", token.orElse(""))
                .always("StreamUrl", token.isPresent() ? call.streamUrl(new SessionId(id)) : "")
                .answer();
    }

    /** Idempotent: what is over or never was is terminated. */
    private Answer terminate(Caller caller, Call call) {
        var id = call.input().required("SessionId", Shapes.SESSION_ID);
        if (SessionId.isValid(id))
            Permission.done(on(caller, "ssm:TerminateSession", id), sessions.terminate(caller, new SessionId(id)));
        return new Output().text("SessionId", id).answer();
    }

    private Answer describe(Caller caller, Call call) {
        var input = call.input();
        permission.toRead(AccessRequest.of(caller, "ssm:DescribeSessions", account.session("*")));
        var state = input.required("State", STATE);
        var filters = SessionFilters.of(input);
        int most = input.optional("MaxResults", PAGE, DEFAULT_PAGE);
        var question = "DescribeSessions" + state + filters;
        var rest = filters.search(state.equals("Active"), Pages.after(input, question))
                .map(search -> sessions.visibleTo(caller, search, most + 1))
                .orElse(List.of());
        var page = Pages.cut(rest, SessionFilters::place, most, question);
        return new Output()
                .list("Sessions", page.items(), SessionOperations::output)
                .text("NextToken", page.nextToken())
                .answer();
    }

    private static Output output(Session session) {
        var output = new Output()
                .text("SessionId", session.id().value())
                .text("Target", session.node().value())
                .text("Status", SessionFilters.status(session.state()))
                .time("StartDate", session.requestedAt())
                .text("DocumentName", session.document())
                .text("Owner", session.owner())
                .text("Reason", session.reason())
                .text("AccessType", SessionFilters.STANDARD);
        var maximum = session.maximum();
        if (maximum != null) output.text("MaxSessionDuration", Long.toString(maximum.toMinutes()));
        if (session.state() instanceof SessionState.Ended(var at, var cause))
            output.time("EndDate", at).text("Details", details(cause));
        else if (session.state() instanceof SessionState.Waiting)
            output.text("Details", "Waiting for its turn to start");
        else if (session.unrecorded()) output.text("Details", "Not recorded: encrypted between node and client");
        return output;
    }

    private static String details(EndCause cause) {
        return switch (cause) {
            case EndCause.ClosedByUser _ -> "Closed by its owner";
            case EndCause.Exited(var status) -> "Exited with status " + status;
            case EndCause.Finished _ -> "Exited";
            case EndCause.Idle(var limit) -> "Idle for " + limit.toMinutes() + " minutes";
            case EndCause.MaximumDuration(var limit) -> "Reached its maximum of " + limit.toMinutes() + " minutes";
            case EndCause.NodeLost _ -> "The node went away";
            case EndCause.NodeStopped _ -> "The agent on the node stopped";
            case EndCause.ClientLost _ -> "The client went away";
            case EndCause.Terminated(var by) -> "Terminated by " + by;
            case EndCause.AccessEnded(var why) -> "Access ended: " + why;
            case EndCause.Draining _ -> "The server was stopped";
            case EndCause.Failed(var output) -> output.length() > 1024 ? output.substring(0, 1024) : output;
        };
    }

    private static ApiError notConnected(String message) {
        return ApiError.of("TargetNotConnected", message);
    }

    private AccessRequest on(Caller caller, String action, String session) {
        return AccessRequest.of(caller, action, account.session(session)).session(session);
    }
}
