package dev.postern.commands;

import dev.postern.commands.Command.OutputPlace;
import dev.postern.inventory.NodeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the tables hold what has no column type of its own. */
final class CommandColumns {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String NAMED = "named";
    private static final String FITTING = "fitting";

    private CommandColumns() {}

    static String of(Map<String, List<String>> parameters) {
        return JSON.writeValueAsString(parameters);
    }

    static Map<String, List<String>> parameters(String text) {
        var parameters = new LinkedHashMap<String, List<String>>();
        for (var entry : JSON.readTree(text).properties()) parameters.put(entry.getKey(), texts(entry.getValue()));
        return parameters;
    }

    static String of(Targets targets) {
        var json = JSON.createObjectNode();
        switch (targets) {
            case Targets.Named(var nodes) -> {
                var list = json.putArray(NAMED);
                for (var node : nodes) list.add(node.value());
            }
            case Targets.Fitting(var criteria) -> {
                var list = json.putArray(FITTING);
                for (var criterion : criteria) {
                    var values = list.addObject().put("key", criterion.key()).putArray("values");
                    criterion.values().forEach(values::add);
                }
            }
        }
        return json.toString();
    }

    static Targets targets(String text) {
        var json = JSON.readTree(text);
        if (json.has(NAMED))
            return new Targets.Named(
                    texts(json.path(NAMED)).stream().map(NodeId::new).toList());
        var criteria = new ArrayList<Targets.Criterion>();
        for (var criterion : json.path(FITTING))
            criteria.add(new Targets.Criterion(criterion.path("key").asString(""), texts(criterion.path("values"))));
        return new Targets.Fitting(criteria);
    }

    static String of(OutputPlace output) {
        return JSON.createObjectNode()
                .put("region", output.region())
                .put("bucket", output.bucket())
                .put("prefix", output.prefix())
                .put("logGroup", output.logGroup())
                .put("logs", output.logs())
                .toString();
    }

    static OutputPlace output(String text) {
        var json = JSON.readTree(text);
        return new OutputPlace(
                json.path("region").asString(""),
                json.path("bucket").asString(""),
                json.path("prefix").asString(""),
                json.path("logGroup").asString(""),
                json.path("logs").asBoolean(false));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(value -> value.asString("")).toList();
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** PostgreSQL takes no NUL in text, and outputs may well have one. */
    static String cut(String text, int most) {
        var clean = text.replace('\0', '\uFFFD');
        if (clean.length() <= most) return clean;
        // a pair of surrogates is one character: half of it is none
        int end = Character.isHighSurrogate(clean.charAt(most - 1)) ? most - 1 : most;
        return clean.substring(0, end);
    }
}
