package dev.postern.policy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The actions there are: what a policy can allow here, what each is done to, and which condition keys it has beside the global ones. */
public final class ActionCatalog {
    private static final String SOURCE = "actions.txt";
    private static final Map<String, Action> ALL = read();

    private ActionCatalog() {}

    /**
     * @param name with its service, e.g. {@code ssm:StartSession}
     * @param level as AWS classes it: List, Read, Write, Tagging, Permissions management
     * @param resourceTypes what it is done to, {@code *} behind one that must be there; empty for what is done to no resource in particular
     * @param conditionKeys of its own; one that ends in {@code /} or {@code :} goes on with a name
     */
    public record Action(String name, String level, List<String> resourceTypes, List<String> conditionKeys) {
        public Action {
            resourceTypes = List.copyOf(resourceTypes);
            conditionKeys = List.copyOf(conditionKeys);
        }

        /** Only a statement with {@code "Resource": "*"} reaches it. */
        public boolean hasNoResource() {
            return resourceTypes.isEmpty();
        }
    }

    /** In the order in which people look for them: by service, what belongs together beside each other. */
    public static Collection<Action> all() {
        return ALL.values();
    }

    /** Names have no case. */
    public static Optional<Action> find(String name) {
        return Optional.ofNullable(ALL.get(name.toLowerCase(Locale.ROOT)));
    }

    private static Map<String, Action> read() {
        var all = new LinkedHashMap<String, Action>();
        try (var in = ActionCatalog.class.getResourceAsStream(SOURCE)) {
            if (in == null) throw new IllegalStateException(SOURCE + " is not where the class is");
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(ActionCatalog::action)
                    .forEach(action -> all.put(action.name().toLowerCase(Locale.ROOT), action));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static Action action(String line) {
        var columns = line.split("\\|", -1);
        if (columns.length != 4) throw new IllegalStateException(SOURCE + ": not four columns: " + line);
        return new Action(columns[0].strip(), columns[1].strip(), list(columns[2]), list(columns[3]));
    }

    private static List<String> list(String column) {
        return Arrays.stream(column.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
