package dev.postern.api.sts;

import dev.postern.access.AccessRequest;
import dev.postern.api.operation.Answer;
import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Call;
import dev.postern.api.operation.Operation;
import dev.postern.api.operation.OperationGroup;
import dev.postern.api.operation.Permission;
import dev.postern.api.operation.Service;
import dev.postern.api.operation.Shape;
import dev.postern.identity.Caller;
import dev.postern.identity.roles.SessionCredentials;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Temporary credentials of one's own: needs no permission, as at AWS, but a long-term key. */
@Component
final class SessionTokens implements OperationGroup {
    /** Thirty-six hours. */
    private static final int LONGEST_SECONDS = 129_600;

    private static final int USUAL_SECONDS = 43_200;
    private static final Shape<Integer> DURATION = Shape.digits(Shapes.SHORTEST_SECONDS, LONGEST_SECONDS);

    private final SessionCredentials sessions;
    private final Permission permission;
    private final CodeDevice device;

    SessionTokens(SessionCredentials sessions, Permission permission, CodeDevice device) {
        this.device = device;
        this.sessions = sessions;
        this.permission = permission;
    }

    @Override
    public Service service() {
        return Service.STS;
    }

    @Override
    public Map<String, Operation> operations() {
        return Map.of("GetSessionToken", new Operation.ForUsers(this::token));
    }

    private Answer token(Caller caller, Call call) {
        int seconds = call.input().optional("DurationSeconds", DURATION, USUAL_SECONDS);
        var key = caller.accessKeyId();
        if (key == null || sessions.find(key).isPresent())
            throw ApiError.foreign("Cannot call GetSessionToken with session credentials");
        var proven = device.proven(caller, call.input());
        var id = sessions.newId();
        var request = AccessRequest.of(proven, "sts:GetSessionToken", caller.arn())
                .with(Map.of("accessKeyId", id, "durationSeconds", Integer.toString(seconds)));
        var issued = Shapes.issued(() ->
                permission.perform(request, () -> sessions.asThemselves(id, proven, Duration.ofSeconds(seconds))));
        return new Answer.Result(Shapes.NAMESPACE, Shapes.credentials(issued));
    }
}
