package dev.postern.api.ssm;

import dev.postern.api.operation.ApiError;
import dev.postern.api.operation.Input;
import dev.postern.api.operation.Pages;
import dev.postern.api.operation.Shape;
import dev.postern.session.EndCause;
import dev.postern.session.Session;
import dev.postern.session.SessionId;
import dev.postern.session.SessionSearch;
import dev.postern.session.SessionSearch.Place;
import dev.postern.session.SessionSearch.Status;
import dev.postern.session.SessionState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which sessions DescribeSessions shows: all filters must fit. */
record SessionFilters(Map<String, String> values) {
    static final String STANDARD = "Standard";
    private static final List<String> ACCESS_TYPES = List.of(STANDARD, "JustInTime");

    /** What AWS's services can say of a session, with what it is here; a session is never seen between living and ended. */
    private static final Map<String, Optional<Status>> STATUSES = new TreeMap<>(Map.of(
            "Connected", Optional.of(Status.CONNECTED),
            "Connecting", Optional.of(Status.CONNECTING),
            "Disconnected", Optional.of(Status.DISCONNECTED),
            "Failed", Optional.of(Status.FAILED),
            "Terminated", Optional.of(Status.TERMINATED),
            "Terminating", Optional.empty()));

    private static final Pattern PLACE = Pattern.compile("(-?[0-9]{1,17}) (.+)");
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

    private record Filter(String key, String value) {}

    static SessionFilters of(Input input) {
        var values = new TreeMap<String, String>();
        for (var filter : input.optional("Filters", FILTERS, List.of())) {
            if (values.put(filter.key(), filter.value()) != null)
                throw ApiError.validation("Filter keys must be unique: " + filter.key() + " is there twice.");
        }
        oneOf(values, "Status", List.copyOf(STATUSES.keySet()));
        oneOf(values, "AccessType", ACCESS_TYPES);
        return new SessionFilters(values);
    }

    private static void oneOf(Map<String, String> values, String key, List<String> known) {
        var value = values.get(key);
        if (value != null && !known.contains(value))
            throw ApiError.validation("The filter " + key + " takes one of " + String.join(", ", known) + ", not "
                    + Shapes.shortened(value) + ".");
    }

    /**
     * What to look for; empty where no session here fits.
     *
     * @param after the place behind which the page begins; empty for the first
     */
    Optional<SessionSearch> search(boolean live, String after) {
        var status = values.get("Status");
        var found = status == null ? Optional.<Status>empty() : STATUSES.getOrDefault(status, Optional.empty());
        if (status != null && found.isEmpty()) return Optional.empty();
        if (!values.getOrDefault("AccessType", STANDARD).equals(STANDARD)) return Optional.empty();
        return Optional.of(new SessionSearch(
                live,
                time("InvokedAfter"),
                time("InvokedBefore"),
                values.get("Target"),
                values.get("Owner"),
                found.orElse(null),
                values.get("SessionId"),
                after.isEmpty() ? null : place(after)));
    }

    /** How clients know a session's state. */
    static String status(SessionState state) {
        return switch (state) {
            case SessionState.Waiting _, SessionState.Connecting _ -> "Connecting";
            case SessionState.Connected _ -> "Connected";
            case SessionState.Disconnected _ -> "Disconnected";
            case SessionState.Ended ended when ended.cause() instanceof EndCause.Failed -> "Failed";
            case SessionState.Ended _ -> "Terminated";
        };
    }

    /** Where a page that ends with this session goes on. */
    static String place(Session session) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, session.requestedAt()) + " " + session.id();
    }

    private static Place place(String text) {
        var parts = PLACE.matcher(text);
        if (!parts.matches() || !SessionId.isValid(parts.group(2))) throw Pages.invalidToken();
        return new Place(
                Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), new SessionId(parts.group(2)));
    }

    private @Nullable Instant time(String key) {
        var text = values.get(key);
        if (text == null) return null;
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw ApiError.validation(
                    "A time must look like 2026-11-23T10:00:00Z, not like: " + Shapes.shortened(text));
        }
    }
}
