package dev.postern.api.ssm;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Shape;
import dev.postern.session.EndCause;
import dev.postern.session.Session;
import dev.postern.session.SessionState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Which sessions DescribeSessions shows: all filters must fit. */
record SessionFilters(List<Filter> filters) {
    private static final Shape<List<Filter>> FILTERS = Shape.list(
            Shape.structure(filter -> new Filter(
                    filter.required(
                            "key",
                            Shape.oneOf(List.of(
                                    "InvokedAfter",
                                    "InvokedBefore",
                                    "Target",
                                    "Owner",
                                    "Status",
                                    "SessionId",
                                    "AccessType"))),
                    filter.required("value", Shape.text(1, 400)))),
            1,
            6);

    record Filter(String key, String value) {}

    static SessionFilters of(Input input) {
        var filters = new SessionFilters(input.optional("Filters", FILTERS, List.of()));
        for (var filter : filters.filters()) if (filter.key().startsWith("Invoked")) time(filter.value());
        return filters;
    }

    boolean show(Session session) {
        return filters.stream().allMatch(filter -> fits(filter, session));
    }

    /** How clients know a session's state. */
    static String status(SessionState state) {
        return switch (state) {
            case SessionState.Connecting _ -> "Connecting";
            case SessionState.Connected _ -> "Connected";
            case SessionState.Disconnected _ -> "Disconnected";
            case SessionState.Ended ended when ended.cause() instanceof EndCause.Failed -> "Failed";
            case SessionState.Ended _ -> "Terminated";
        };
    }

    private static boolean fits(Filter filter, Session session) {
        var value = filter.value();
        return switch (filter.key()) {
            case "InvokedAfter" -> session.requestedAt().isAfter(time(value));
            case "InvokedBefore" -> session.requestedAt().isBefore(time(value));
            case "Target" -> session.node().value().equals(value);
            case "Owner" -> session.owner().equals(value);
            case "Status" -> status(session.state()).equals(value);
            case "SessionId" -> session.id().value().equals(value);
            default -> value.equals(SessionOperations.ACCESS_TYPE);
        };
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw ApiError.validation(
                    "A time must look like 2026-11-23T10:00:00Z, not like: " + Shapes.shortened(text));
        }
    }
}
